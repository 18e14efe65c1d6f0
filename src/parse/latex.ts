// TeX as people paste it. Read for advice alone: what a piece of it would be here, as far as that is plain.

const COMMANDS: Readonly<Record<string, string>> = {
  cdot: '*', times: '*', ast: '*', div: '/', pm: '+', le: '<=', leq: '<=', ge: '>=', geq: '>=', ne: '!=', neq: '!=',
  left: '', right: '', big: '', Big: '', bigl: '', bigr: '', quad: ' ', infty: 'Infinity', lvert: '|', rvert: '|', ln: 'log',
  displaystyle: '', tfrac: '\\frac', dfrac: '\\frac', varepsilon: 'epsilon', varphi: 'phi', land: 'and', lor: 'or',
}; // biome-ignore format: a table

/** Rewritten as often: what is nested deeper stays. */
const MOST_TURNS = 50;

/** True for a backslash after which TeX begins: `A\b` is a division from the left. */
export const beginsTeX = (text: string, at: number, afterOperand: boolean): boolean => {
  const [command] = /^\\([a-zA-Z]+|[,;!{}()[\]\\])/.exec(text.slice(at, at + 40)) ?? [];
  if (command === undefined) return false;
  const name = command.slice(1);
  return !afterOperand || Object.hasOwn(COMMANDS, name) || KNOWN.has(name);
};

const KNOWN = new Set(
  (
    'frac sqrt sin cos tan cot sec csc exp log arcsin arccos arctan sinh cosh tanh pi alpha beta gamma delta epsilon zeta eta ' +
    'theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi ' +
    'Omega sum prod int partial nabla mathrm mathbf text operatorname vec hat bar dot , ; !'
  ).split(' '),
);

/** A piece of TeX as a formula. */
export function readTeX(tex: string): string {
  let text = tex.replace(/\\([a-zA-Z]+)/g, (whole, name: string) =>
    Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : whole,
  );
  text = text.replace(/\\[,;! ]/g, ' ').replaceAll('$', '');
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const before = text;
    text = text
      .replace(
        /\\(?:sum|prod)_\s*\{\s*(\w+)\s*=\s*([^{}]*)\}\s*\^\s*(?:\{([^{}]*)\}|(\w))\s*(.*)$/,
        (whole, i, from, to, one, body) =>
          `${whole.startsWith('\\sum') ? 'sum' : 'prod'}(${body.trim()}, ${i} = ${from.trim()}:${(to ?? one).trim()})`,
      )
      .replace(
        /\\frac\s*(\d|\{[^{}]*\})\s*(\d|\{[^{}]*\})/g,
        (_, a: string, b: string) => `${operand(a)}/${operand(b)}`,
      )
      .replace(/\\sqrt\s*\[([^[\]]*)\]\s*\{([^{}]*)\}/g, 'nthRoot($2, $1)')
      .replace(/\\sqrt\s*\{([^{}]*)\}/g, 'sqrt($1)')
      .replace(/\\(?:mathrm|mathbf|text|operatorname|vec|hat|bar)\s*\{([^{}]*)\}/g, '$1')
      .replace(/_\s*\{([^{}]*)\}/g, (_, inside: string) => `_${inside.replace(/[^\p{L}\p{N}]/gu, '')}`)
      .replace(/\^\s*\{([^{}]*)\}/g, (_, inside: string) => `^${operand(inside)}`);
    if (text === before) break;
  }
  return text
    .replace(/\{([^{}]*)\}/g, '($1)')
    .replace(
      /\\(sin|cos|tan|log|exp|sinh|cosh|tanh)\s*(\^-?\w+)\s*(?:\(([^()]*)\)|(\\?\w+))/g,
      (_, name, power, inside, one) => `${name}(${inside ?? one})${power}`,
    )
    .replace(/\\(sin|cos|tan|cot|sec|csc|exp|log|arcsin|arccos|arctan|sinh|cosh|tanh)\s*(?=[\w\\])(\\?\w+)/g, '$1($2)')
    .replace(/([\w)])\s*\\(?=[a-zA-Z])/g, '$1*')
    .replaceAll('\\', '')
    .replace(/(\w)\s*\*\s*/g, '$1*')
    .replace(/\s+/g, ' ')
    .trim();
}

/** In parentheses unless it is one name or number. */
function operand(group: string): string {
  const inside = group.startsWith('{') ? group.slice(1, -1) : group;
  return /^\\?[\p{L}\p{N}_.]+$/u.test(inside.trim()) ? inside.trim() : `(${inside.trim()})`;
}
