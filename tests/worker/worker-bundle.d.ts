// build/worker/worker.js, under the name by which workerd gives it to inside.js.
declare const worker: {
  fetch(request: Request, env: unknown, ctx: unknown): Promise<Response>;
  scheduled(controller: unknown, env: unknown, ctx: unknown): Promise<void>;
};
export default worker;
