// Colours of formulas in the editor.

import { StreamLanguage } from '@codemirror/language';

const KEYWORDS =
  /^(?:param|input|data|const|output|minimize|maximize|emit|constraint|implicit|in|and|or|not|true|false)\b/;

export const formulaLanguage = StreamLanguage.define<null>({
  name: 'formula',
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return 'comment';
    if (stream.match(KEYWORDS)) return 'keyword';
    if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/)) return 'number';
    if (stream.match(/^[\p{L}_$][\p{L}\p{N}_$]*(?=\()/u)) return 'variableName.function';
    if (stream.match(/^[\p{L}_$][\p{L}\p{N}_$]*/u)) return 'variableName';
    stream.next();
    return 'operator';
  },
  tokenTable: {},
  languageData: { commentTokens: { line: '#' } },
});
