// What TeX's commands are in formulas, those that only say how something looks, and those that have no derivative here.

/** Names of the letters; `\varepsilon` and `\epsilon` are two of them. */
const GREEK =
  'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron rho varrho ' +
  'sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega digamma ell ' +
  'hbar aleph imath jmath';

export const letters: ReadonlySet<string> = new Set(GREEK.split(' '));

const UNICODE_GREEK =
  'αalpha βbeta γgamma δdelta εvarepsilon ϵepsilon ζzeta ηeta θtheta ϑvartheta ιiota κkappa ϰvarkappa λlambda μmu µmu νnu ξxi ' +
  'οomicron ρrho ϱvarrho σsigma ςvarsigma τtau υupsilon φvarphi ϕphi χchi ψpsi ωomega ΓGamma ΔDelta ΘTheta ΛLambda ΞXi ΠPi ' +
  'ΣSigma ΥUpsilon ΦPhi ΨPsi ΩOmega ℓell ℏhbar';

/** The command of what is written as a character of Unicode. */
export const unicode: ReadonlyMap<string, string> = new Map([
  ...UNICODE_GREEK.split(' ').map((pair): [string, string] => [pair[0]!, pair.slice(1)]),
  ...Object.entries({
    π: 'pi', '∞': 'infty', '·': 'cdot', '⋅': 'cdot', '∙': 'cdot', '×': 'times', '÷': 'div', '≤': 'le', '≥': 'ge', '⩽': 'le',
    '⩾': 'ge', '≠': 'ne', '∧': 'land', '∨': 'lor', '¬': 'lnot', '∑': 'sum', '∏': 'prod', '∂': 'partial', '∇': 'nabla', '∫': 'int',
    '∈': 'in', '⌊': 'lfloor', '⌋': 'rfloor', '⌈': 'lceil', '⌉': 'rceil', '‖': '|', '±': 'pm', '…': 'dots', '⋯': 'cdots', '→': 'to',
  }),
]); // biome-ignore format: a table

/** Commands that are functions, and what these are called here. */
export const functionCommands: ReadonlyMap<string, string> = new Map([
  ...'sin cos tan cot sec csc sinh cosh tanh coth exp log det'.split(' ').map((name): [string, string] => [name, name]),
  ...Object.entries({
    ln: 'log', arcsin: 'asin', arccos: 'acos', arctan: 'atan', lg: 'log10', tg: 'tan', ctg: 'cot', sh: 'sinh', ch: 'cosh', th: 'tanh',
    arsinh: 'asinh', arcosh: 'acosh', artanh: 'atanh', max: 'max', min: 'min',
  }),
]); // biome-ignore format: a table

/** Of `\sin^{-1}`. */
export const inverses: Readonly<Record<string, string>> = {
  sin: 'asin', cos: 'acos', tan: 'atan', cot: 'acot', sec: 'asec', csc: 'acsc', sinh: 'asinh', cosh: 'acosh', tanh: 'atanh',
  coth: 'acoth',
}; // biome-ignore format: a table

/** Signs between operands. */
export const signs: Readonly<Record<string, string>> = {
  cdot: '*', times: '*', ast: '*', '*': '*', div: '/', '/': '/', '+': '+', '-': '-', le: '<=', leq: '<=', leqslant: '<=', ge: '>=',
  geq: '>=', geqslant: '>=', ne: '!=', neq: '!=', lt: '<', gt: '>', '<': '<', '>': '>', '=': '=', coloneqq: '=',
  land: 'and', wedge: 'and', lor: 'or', vee: 'or', ',': ',', ';': ',', bmod: 'mod', mod: 'mod',
}; // biome-ignore format: a table

export const sized = /^(?:[bB]igg?)([lrm]?)$/;

const NOTHING =
  ', ; : ! > / quad qquad enspace thinspace medspace thickspace negthinspace space displaystyle textstyle scriptstyle scriptscriptstyle limits ' +
  'nolimits nonumber notag hfill allowbreak nobreak mathstrut strut hline centering noindent relax break newline par ';

/** Commands that say how something looks. */
export const invisible: ReadonlySet<string> = new Set(NOTHING.trim().split(/\s+/));

/** The same with braces that belong to them. */
export const invisibleWithBraces: ReadonlySet<string> = new Set(
  'label tag hspace vspace phantom hphantom vphantom color textcolor kern mspace hskip'.split(' '),
);

/** Letters in another type. */
export const styles: Readonly<Record<string, string>> = {
  mathrm: 'upright', text: 'upright', textrm: 'upright', textnormal: 'upright', operatorname: 'upright', mathop: 'upright', mbox: 'upright',
  textit: 'upright', mathit: 'upright', mathsf: 'sans', textsf: 'sans', mathtt: 'mono', texttt: 'mono', mathbf: 'bold', textbf: 'bold',
  boldsymbol: 'bold', bm: 'bold', pmb: 'bold', mathcal: 'script', mathscr: 'script', mathfrak: 'gothic', mathbb: 'double',
}; // biome-ignore format: a table

/** Types that hold from where they are said to the end of braces. */
export const oldFonts: Readonly<Record<string, string>> = {
  rm: 'upright', it: 'upright', sf: 'sans', tt: 'mono', bf: 'bold', cal: 'script',
}; // biome-ignore format: a table

/** Marks over a letter, and what they add to its name. */
export const accents: Readonly<Record<string, string>> = {
  bar: 'bar', overline: 'bar', hat: 'hat', widehat: 'hat', tilde: 'tilde', widetilde: 'tilde', dot: 'dot', ddot: 'ddot', breve: 'breve',
  check: 'check',
}; // biome-ignore format: a table

/** Commands whose arguments are formulas. */
export const argumentCounts: ReadonlyMap<string, number> = new Map([
  ...['frac', 'dfrac', 'tfrac', 'cfrac', 'binom', 'dbinom', 'tbinom'].map((name): [string, number] => [name, 2]),
  ...['sqrt', 'vec', 'overrightarrow', ...Object.keys(accents)].map((name): [string, number] => [name, 1]),
]);

/** Environments that hold formulas line by line. */
export const displays: ReadonlySet<string> = new Set(
  'equation align gather multline flalign alignat eqnarray displaymath math aligned gathered split alignedat'.split(
    ' ',
  ),
);

const DERIVATIVE =
  "write the formula alone: its derivatives are functions of the module, such as 'gradient'; 'wengert derivative' prints one";
const SEVERAL = 'write two formulas, one with + and one with -';
const DOTS = 'write a sum with its ends: \\sum_{i=1}^{n} x_i';

/** What has no meaning here, and what to do. */
const REFUSED: readonly (readonly [names: string, what: string, help: string])[] = [
  ['int iint iiint oint', 'an integral', 'write its antiderivative, or a sum with its ends: \\sum_{i=1}^{n}'],
  ['partial nabla', 'a derivative', DERIVATIVE],
  ['lim limsup liminf', 'a limit', 'write what it is'],
  ['sup inf', 'a bound of a set', 'write \\max(a, b) or \\min(a, b) of numbers'],
  ['pm mp', 'two signs in one', SEVERAL],
  ['dots ldots cdots vdots ddots dotsc dotsb', 'what is left out', DOTS],
  ['equiv triangleq', 'a relation that may define', 'write =, which defines, or :='],
  ['approx sim simeq cong propto ll gg doteq', 'a relation that is no equation', 'write what it is, with ='],
  ['to rightarrow longrightarrow Rightarrow implies iff leftarrow mapsto Leftrightarrow', 'an arrow', 'write formulas on lines of their own'],
  ['forall exists', 'a quantifier', 'write the formula alone'],
  ['cup cap subset subseteq supset setminus emptyset notin', 'about sets', 'formulas are made of real numbers'],
  ['Re Im', 'about complex numbers', 'formulas are made of real numbers'],
  ['circ', 'a degree, or a composition', 'write x \\cdot \\frac{\\pi}{180} for degrees, f(g(x)) for functions'],
  ['dagger ast star', 'a conjugate', 'formulas are made of real numbers: ^\\top transposes'],
  ['otimes oplus odot', 'a product of other kinds', 'write \\operatorname{kron}(A, B), or u \\mathbin{.*} v in the language of formulas'],
  ['langle rangle', 'brackets of inner products and means', 'write u^\\top v, or \\operatorname{mean}(x)'],
  ['gcd deg arg dim ker hom Pr', 'a function that is not of real numbers', 'formulas are made of real numbers'],
  ['middle', 'a delimiter between others', 'leave it out'],
  ['substack', 'several conditions of one sum', 'write sums in one another: \\sum_{i=1}^{n} \\sum_{j=i+1}^{n}'],
  ['stackrel underset overset underbrace overbrace', 'a note at a formula', 'write the formula alone'],
  ['over', 'a quotient of plain TeX', 'write \\frac{a}{b}'],
  ['choose', 'a binomial coefficient of plain TeX', 'write \\binom{n}{k}'],
  ['rm bf it sf tt cal', 'a font of all that follows', 'write \\mathrm{name}'],
  ['newcommand renewcommand def DeclareMathOperator let providecommand', 'a macro', 'write out what it stands for'],
  ['documentclass usepackage section subsection title author item', 'the text of a document', 'give the formulas alone'],
]; // biome-ignore format: a table

export const refused: ReadonlyMap<string, { readonly what: string; readonly help: string }> = new Map(
  REFUSED.flatMap(([names, what, help]) => names.split(' ').map(name => [name, { what, help }] as const)),
);
