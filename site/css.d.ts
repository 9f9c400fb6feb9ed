// scripts/site/bundle.js puts a style sheet that a module imports in as text. For the type checker only.

declare module '*.css' {
  const text: string;
  export default text;
}
