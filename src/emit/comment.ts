// Lines of comments in languages that end them with the line: nothing in a text does, and none is hidden.

const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** @param sign what begins a comment */
export const commentLine = (sign: string, text: string): string =>
  `${sign} ${text.replaceAll('\t', ' ').replace(CONTROLS, '\ufffd')}`.trimEnd();
