// Commands as they are recorded in generated files: on one line that a shell takes.

/** One argument for a shell, on one line: with line breaks it is in bash's `$'…'`. */
export function quote(argument: string): string {
  if (/^[\w./,=:@-]+$/.test(argument)) return argument;
  if (!/[\r\n\u2028\u2029]/.test(argument)) return `'${argument.replaceAll("'", `'\\''`)}'`;
  const escaped = argument
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\r', '\\r')
    .replaceAll('\n', '\\n');
  return `$'${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', u2028: '\u2028', u2029: '\u2029' };

/** The words of a recorded command: plain, between single quotes, or in `$'…'`. */
export function splitCommand(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|\\'|[^\s'\\])+/g)) {
    words.push(
      word.replace(/\$'((?:[^'\\]|\\.)*)'|'([^']*)'|\\'/g, (_whole, escaped?: string, inside?: string) => {
        if (escaped === undefined) return inside ?? "'";
        return escaped.replace(/\\(u202[89]|.)/g, (_pair, name: string) => ESCAPES[name] ?? name);
      }),
    );
  }
  return words;
}
