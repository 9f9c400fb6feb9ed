/**
 * Characters that may not reach a terminal as they are, since they steer it, break or turn around a
 * line, or are not seen: controls, separators of lines, and what only formats, but for the joiners and
 * variation selectors with which emoji and some scripts are made. A lone surrogate is no text either.
 */
export const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
