// What every code of a diagnostic means. Adding one is adding a row: whatever raises a code is typed by this table, the documentation's
// section is made of it (`npm run docs`), and tests see that each example raises its code.
//
// Only its type is imported: the texts are for people who look a code up, no program carries them.

/** What raises a code, as a user writes it. */
export type Example =
  /** A formula. */
  | string
  /** A command line, where 'model.formula' is x^2*y and nothing else, and 'points.csv' has the lines x,y,note · 1,2.1,a · 2,,b. */
  | { readonly command: string }
  /** A module that a bundler builds, beside the same file. */
  | { readonly module: string }
  /** A call of the library. */
  | { readonly call: string };

export interface Entry {
  readonly title: string;
  readonly meaning: string;
  readonly example: Example;
  /** Set where it stops nothing. */
  readonly severity?: 'warning';
}

/** What the codes with a first digit are about. */
export const groups = {
  1: 'Syntax',
  2: 'Names',
  3: 'Shapes',
  4: 'Differentiation',
  5: 'Numerical failures',
  6: 'Files and usage',
  7: 'Limits',
} as const;

export const catalogue = {
  WG100: {
    title: 'Empty formula',
    meaning: 'There is nothing but space and comments.',
    example: '# nothing',
  },
  WG101: {
    title: 'Unexpected character',
    meaning: 'The language has no such character.',
    example: 'x + @',
  },
  WG102: {
    title: 'Missing expression',
    meaning: "Nothing stands where a value is wanted, as after '='.",
    example: 'y =',
  },
  WG103: {
    title: 'Unfinished expression',
    meaning: 'An operand is missing, or an operator is too many.',
    example: 'x +',
  },
  WG104: {
    title: 'Missing operator',
    meaning: "A number stands after an operand; only a name or a bracket there means '*'.",
    example: 'x + 3 4',
  },
  WG105: {
    title: 'Number that cannot be read',
    meaning: 'It is larger than the largest double, or not decimal.',
    example: '1e999*x',
  },
  WG106: {
    title: 'Number that loses digits',
    meaning: 'The nearest double is another number than the one written.',
    example: '9007199254740993*x',
    severity: 'warning',
  },
  WG107: {
    title: 'Brackets that do not match',
    meaning: 'One is never closed, never opened, or closed by another kind.',
    example: 'a*(b + 1',
  },
  WG108: {
    title: 'Malformed declaration',
    meaning: 'Names are separated by commas; a size, a value and bounds follow a name in that order.',
    example: 'input x y; x',
  },
  WG109: {
    title: 'Not text',
    meaning: 'A character that no text file holds: the file is no formula, or not UTF-8.',
    example: 'x\0y',
  },
  WG110: {
    title: 'Per cent sign',
    meaning: "It would be a remainder or a hundredth: 'mod(a, b)' and '/100' say which.",
    example: 'x % 3',
  },
  WG111: {
    title: 'String',
    meaning: 'All values are real numbers.',
    example: 'x + "a"',
  },
  WG112: {
    title: 'Braces',
    meaning: "'(' groups, '[' makes vectors; braces do neither.",
    example: '{x}',
  },
  WG113: {
    title: 'Logic as in C',
    meaning: "The operators are written 'and', 'or' and 'not'.",
    example: 'x && y',
  },
  WG114: {
    title: 'Vertical bar',
    meaning: "An absolute value is 'abs(x)', a disjunction 'or'.",
    example: '|x|',
  },
  WG115: {
    title: 'Bitwise operator',
    meaning: 'Real numbers have no bits.',
    example: 'x & y',
  },
  WG116: {
    title: 'Operator of another language',
    meaning: "Comparisons, assignments or comments of C and JavaScript, such as '===', '+=' and '//'.",
    example: 'x === y',
  },
  WG117: {
    title: 'Property',
    meaning: "Numbers have none, and a name holds no '.'.",
    example: 'x.length',
  },
  WG118: {
    title: 'Units',
    meaning: "'to' and 'in' convert nothing: there are no units.",
    example: '5 cm to inch',
  },
  WG119: {
    title: 'Typographic sign',
    meaning: 'A dash, dot, exponent, root or comparison as printed in books; operators are ASCII.',
    example: 'x − y',
  },
  WG120: {
    title: 'No result',
    meaning: 'The program ends without an expression or a definition.',
    example: 'input x',
  },
  WG121: {
    title: 'Unclear division',
    meaning: 'A product without a sign follows a division: it may be above or below the line.',
    example: 'x/2y',
  },
  WG122: {
    title: 'Unclear negation',
    meaning: "'not' binds tighter than the comparison after it.",
    example: 'not x > 1',
  },
  WG123: {
    title: 'Call of a value',
    meaning: 'Only a name can be called.',
    example: 'v[1](2)',
  },
  WG124: {
    title: 'Constraint without a comparison',
    meaning: "A constraint is one '==', '<=' or '>=', or a chain of them, and nothing around it.",
    example: 'constraint x + 1',
  },
  WG125: {
    title: 'Definition of what is no name',
    meaning: "The left side of '=' is a name, or a function's name with the names of its parameters.",
    example: 'x + 1 = 3',
  },
  WG126: {
    title: "'=' in an expression",
    meaning: "Inside of one it only names the index of a range, as in 'sum(x*i, i = 1:n)'.",
    example: 'sin(x = 3)',
  },
  WG127: {
    title: 'Malformed recurrence',
    meaning:
      'A recurrence is elements that it starts from, and a rule for the others: an element, its value, and the range of its index.',
    example: 'input a; z[i] = a for j = 2:5; z',
  },
  WG128: {
    title: 'Range of another language',
    meaning: "A range is 'a:b', or 'a:step:b'.",
    example: 'sum(i^2, i = 1..3)',
  },
  WG129: {
    title: 'TeX',
    meaning: 'Formulas are written as in programs.',
    example: '\\frac{x}{2}',
  },
  WG130: {
    title: 'Word of another language',
    meaning: 'It stands beside an operand, where names would be a product; declared it is a name as any other.',
    example: 'if x > 0 then 1 else 2',
  },
  WG131: {
    title: 'Array of one element',
    meaning:
      "Elements are separated by commas: 'x y' is a product, and 'x -y' a difference. A name in brackets is a vector of one element.",
    example: '[x y]',
    severity: 'warning',
  },
  WG132: {
    title: 'Operation that ends sooner than it looks',
    meaning:
      "A power takes one operand, so that 'x^1/2' is half of x and 'e^2x' is e²·x; '1/2π' is half of π, and '1/1+x' is 1 + x; 'sum (x)^2' is the square of a sum; 'x!!' is the factorial of one, and 'k.5' half of k.",
    example: 'x^1/2',
    severity: 'warning',
  },
  WG133: {
    title: 'Comparison that looks like an assignment',
    meaning: "'<-' without spaces is '<' and a negative number; a definition is 'x = 3'.",
    example: 'x<-3',
    severity: 'warning',
  },
  WG134: {
    title: 'Comment that is a statement elsewhere',
    meaning: "What stands after '#' is not read.",
    example: '#define K 3\nK*x',
    severity: 'warning',
  },
  WG151: {
    title: 'JavaScript without a derivative',
    meaning: 'What the function does is no computation with numbers, or not one that is known here.',
    example: { call: "compile('export const f = x => x*Math.random()', { from: 'js' })" },
  },
  WG152: {
    title: 'Module that cannot be read',
    meaning: 'It is neither JavaScript nor TypeScript.',
    example: { call: "compile('export const f = x => ', { from: 'js' })" },
  },
  WG153: {
    title: 'TeX that is not read',
    meaning: 'It is no formula of real numbers, or one that could be meant in several ways that differ much.',
    example: { call: "compile('\\\\int x dx', { from: 'latex' })" },
  },
  WG154: {
    title: 'TeX with several meanings',
    meaning: 'It is read in the one that is said; written otherwise it has one.',
    example: { call: "compile('a + f(x)', { from: 'latex' }).diagnostics" },
    severity: 'warning',
  },
  WG155: {
    title: 'TeX that does not close',
    meaning: 'Braces, brackets, bars and environments stand in pairs.',
    example: { call: "compile('\\\\frac{x}{2', { from: 'latex' })" },
  },
  WG199: {
    title: 'Not supported yet',
    meaning: 'The language has it, this version does not.',
    example: { command: "wengert explain 'input x[n]; sum(x)'" },
  },
  WG201: {
    title: 'Unknown function',
    meaning: 'It is neither built in nor defined.',
    example: 'tanhh(x)',
  },
  WG202: {
    title: 'Name that is taken',
    meaning: 'A name is declared or defined twice.',
    example: 'a = x; a = 3; a',
  },
  WG203: {
    title: 'Unknown name',
    meaning: 'A program with declarations declares all of its inputs.',
    example: 'input alpha; alpha*alpa',
  },
  WG204: {
    title: 'Use before definition',
    meaning: 'Statements are read in order.',
    example: 'y = a*x; a = 3; y',
  },
  WG205: {
    title: 'Circular definition',
    meaning: 'Names or functions are defined through themselves.',
    example: 'x = y + 1; y = x*2; y',
  },
  WG206: {
    title: 'Wrong arguments',
    meaning: 'A function takes another number of them, or another kind.',
    example: 'sin(x, y)',
  },
  WG207: {
    title: 'Redefined function',
    meaning: 'A built-in function cannot be defined again.',
    example: 'sin(x) = x; sin(2)',
  },
  WG208: {
    title: 'Function as a value',
    meaning: 'A function is called; its name alone is no factor.',
    example: 'sin x',
  },
  WG209: {
    title: 'Constant that may be meant as a variable',
    meaning: "Undeclared 'e', 'tau' and 'phi' are numbers; of 'e' that is seldom meant other than in 'e^x'.",
    example: 'e*x',
    severity: 'warning',
  },
  WG210: {
    title: 'Unused name',
    meaning: 'It is declared or defined, and the result does not need it.',
    example: 'a = x^2; b = 3*x; b',
    severity: 'warning',
  },
  WG211: {
    title: 'Likely misspelt name',
    meaning: 'It stands once, and one that stands more often is much like it.',
    example: 'lambda^2 + lambda*x + lamda',
    severity: 'warning',
  },
  WG212: {
    title: 'Unused value',
    meaning: 'An expression that is not the last has no name.',
    example: 'x + 1; y',
  },
  WG214: {
    title: 'Constant that is not known',
    meaning: 'A const, a start or a bound follows from numbers and other consts.',
    example: 'input x; const n = x; n*x',
  },
  WG215: {
    title: 'Two results',
    meaning: "A program has one 'minimize' or 'maximize', and then no 'output'.",
    example: 'minimize x; maximize y',
  },
  WG216: {
    title: 'Bounds that do not hold',
    meaning: 'A start lies outside of its bounds, or these are the wrong way round.',
    example: 'param p = 3 in [0, 1]; p',
  },
  WG217: {
    title: 'Built-in function that gives way',
    meaning: "It was not always built in, so the program's own definition counts.",
    example: 'std(u) = u; std(x)',
    severity: 'warning',
  },
  WG218: {
    title: 'Call where a product may be meant',
    meaning: "A variable's name before a parenthesis is a call of the function with that name.",
    example: 'input gamma, x; gamma (x + 1)*gamma',
    severity: 'warning',
  },
  WG219: {
    title: 'Input that is a function too',
    meaning: "A function's name, or one with its argument, stands where variables do.",
    example: 'std x',
    severity: 'warning',
  },
  WG220: {
    title: 'Rare function',
    meaning: "It comes with 'wengert/special', which is not imported.",
    example: { call: "compile('j0(x)')" },
  },
  WG221: {
    title: 'Order of a Bessel function',
    meaning: 'It is a constant integer, at most 1000.',
    example: { command: "wengert 'jn(x, x)'" },
  },
  WG222: {
    title: 'Unknown without a start',
    meaning: 'What equations determine has a value to start from, which says which of several solutions is meant.',
    example: 'input x; implicit z; z = cos(x*z); z',
  },
  WG223: {
    title: 'Unknowns that equations do not determine',
    meaning: 'Every unknown has an equation of its own: as many equations as unknowns, and none without one.',
    example: 'input a; implicit x = 1, y = 1; constraint x*y == a; x + y',
  },
  WG224: {
    title: 'Equations of unknowns of many indices',
    meaning:
      'Unknowns are in no sum over rows, or over such a size. Those of an array are solved for one index after another: an equation reads its own elements, and those before them.',
    example: 'input a; data y; implicit m = 0; constraint sum(tanh(y - a*m)) == 0; m',
  },
  WG225: {
    title: 'Constant of another language',
    meaning: 'Undeclared it is an input as any other name.',
    example: 'min(x, inf)',
    severity: 'warning',
  },
  WG226: {
    title: 'Name beside a number',
    meaning: 'It is an input, where a unit, an imaginary number or the suffix of a number may be meant.',
    example: '5 cm*x',
    severity: 'warning',
  },
  WG227: {
    title: 'Derivative as books write it',
    meaning:
      "A prime transposes, which leaves a number as it is, and 'dV/dx' divides one input by another; derivatives are functions of the module.",
    example: "input x; x' + x",
    severity: 'warning',
  },
  WG228: {
    title: 'Arguments that may be meant otherwise',
    meaning: "Several arguments of 'sum' are added up, where a range is 'i = 1:n'; the base of a logarithm comes last.",
    example: 'sum(k^2, k, 1, 10)',
    severity: 'warning',
  },
  WG229: {
    title: 'Name that may be meant as more',
    meaning:
      "Letters without a sign or a space between them are a name, as in programs, and 'x_i' is no element of 'x'.",
    example: 'A*sin(ωt)',
    severity: 'warning',
  },
  WG230: {
    title: 'Natural logarithm beside a decimal quantity',
    meaning: "'log' and 'ln' have base e, as in mathjs; decibels and pH are by 'log10'.",
    example: 'dB = 20*log(V)',
    severity: 'warning',
  },
  WG231: {
    title: 'Comparison as the result',
    meaning: 'It is 1 where it holds and 0 elsewhere, and its derivative is 0; what is to hold is a constraint.',
    example: 'x + y == 1',
    severity: 'warning',
  },
  WG251: {
    title: 'Which function is meant',
    meaning: 'A module has several functions, or none of that name.',
    example: { call: "compile('export const f = x => x, g = x => -x', { from: 'js' })" },
  },
  WG252: {
    title: 'Name that a function cannot use',
    meaning: 'It is not defined in the module, or what it is may differ from call to call.',
    example: { call: "compile('let k = 2; k = 3; export const f = x => k*x', { from: 'js' })" },
  },
  WG253: {
    title: 'Two names that would be one',
    meaning: 'TeX has more ways to write a name than formulas have.',
    example: { call: "compile('x_1 + \\\\mathbf{x}_1', { from: 'latex' })" },
  },
  WG301: {
    title: 'Reduction of one number',
    meaning: 'A sum or maximum of one number does nothing, so something else is meant.',
    example: 'max(x)',
  },
  WG302: {
    title: 'Shapes that do not go together',
    meaning: 'Only a scalar goes with every shape; products of vectors are named.',
    example: 'input u[3], v[2]; u + v',
  },
  WG303: {
    title: 'Power of a matrix',
    meaning: "Its exponent is a whole number; '.^' takes that of the elements.",
    example: 'input A[2,2], x; A^x',
  },
  WG304: {
    title: 'Function of another shape',
    meaning: 'A determinant of what is not square, for example.',
    example: 'input A[2,3]; det(A)',
  },
  WG305: {
    title: 'Malformed vector or matrix',
    meaning: 'Its rows differ in length, or it has none.',
    example: '[1, 2; 3]',
  },
  WG306: {
    title: 'Malformed index',
    meaning: 'What is indexed has no such dimension, or the range has no end.',
    example: 'input A[2,3]; A[1]',
  },
  WG307: {
    title: 'Index or size that is not known',
    meaning: 'It follows from numbers and consts.',
    example: 'input u[3], k; u[k]',
  },
  WG308: {
    title: 'Index out of range',
    meaning: 'Indices are whole numbers from 1.',
    example: 'input u[3]; u[4]',
  },
  WG309: {
    title: 'Index that is not taken',
    meaning: "Sums and other reductions run over a range, as in 'i = 1:3'; other functions do not.",
    example: 'input x; sin(x*i, i = 1:3)',
  },
  WG310: {
    title: 'Nothing to reduce',
    meaning: 'There is no least or largest of no elements, and no mean.',
    example: 'input x; max(x*i, i = 1:0)',
  },
  WG311: {
    title: 'Malformed shape',
    meaning: 'Sizes are whole numbers from 1, at most two; a value has the shape of its name.',
    example: 'input u[0]; u',
  },
  WG312: {
    title: 'Not one number',
    meaning: 'What is minimized or maximized is a scalar.',
    example: 'input u[3]; minimize u',
  },
  WG313: {
    title: 'Result that depends on the row',
    meaning: 'There is one of it for every row of the data, and a program has one result.',
    example: 'param a; data x; a*x',
  },
  WG314: {
    title: 'Recurrence that does not hold together',
    meaning:
      'The elements that it starts from come right before its range, and its rule reads elements a fixed number before its own.',
    example: 'input a; z[1] = a; z[i] = z[i-1]*a for i = 3:5; z',
  },
  WG315: {
    title: 'Norm of a matrix, or of a number',
    meaning:
      "'norm' is that of all elements, which for a matrix others call 'fro'; mathjs has the largest singular value. Of a number it is the absolute value.",
    example: 'input A[2,2]; norm(A)',
    severity: 'warning',
  },
  WG316: {
    title: 'Slice of which the end is left out',
    meaning: 'Elements are counted from 1, where languages that leave the end out count from 0.',
    example: 'input x[3]; sum(x[1:])',
    severity: 'warning',
  },
  WG317: {
    title: 'Product of matrices, not of their elements',
    meaning: "'*' and '^' of matrices are products of matrices; '.*' and '.^' go element by element.",
    example: 'input A[2,2]; sum(A^2)',
    severity: 'warning',
  },
  WG351: {
    title: 'Array, number or element that does not fit',
    meaning: 'A number stands where an array is wanted, or the other way; or an element is not there, or not known.',
    example: { call: "compile('export const f = (x: [number, number]) => x[2]', { from: 'js' })" },
  },
  WG352: {
    title: 'Loop that is not known',
    meaning: 'How often it runs, or what its turns hand on, is known when it runs only.',
    example: { call: "compile('export const f = x => { while (x > 1) x /= 2; return x; }', { from: 'js' })" },
  },
  WG401: {
    title: 'Derivative by what is no input',
    meaning: 'Only inputs and params are differentiated by.',
    example: { command: "wengert 'alpha*x' --wrt alpa" },
  },
  WG402: {
    title: 'Unknown export',
    meaning: 'No function of that name is emitted.',
    example: 'emit valu; x',
  },
  WG403: {
    title: 'Export that this formula does not have',
    meaning: 'Such as a Hessian where there are several results.',
    example: 'a = x; b = y; output a, b; emit hessian',
  },
  WG404: {
    title: 'Derivative that overflows',
    meaning: 'It does where the formula itself has a value; another way of writing it has both.',
    example: '1/(1+exp(x))',
    severity: 'warning',
  },
  WG405: {
    title: 'Export that a format does not have',
    meaning: 'C has the functions that compute; those that only rearrange arguments of others are of JavaScript.',
    example: { command: "wengert 'x^2' --format c --emit packed" },
  },
  WG406: {
    title: 'What a query cannot have',
    meaning:
      'SQL, or a dialect of it, cannot compute it safely: JavaScript can, and another dialect where the message names it.',
    example: { command: "wengert 'param p; data x; prod(p*x)' --target sql --dialect sqlite" },
  },
  WG407: {
    title: 'Derivative at single points',
    meaning:
      'An arm of a conditional is taken where what is differentiated has one value. Its derivatives are given there, and may not be those of the function.',
    example: 'x == 0 ? 1 : sin(x)/x',
    severity: 'warning',
  },
  WG501: {
    title: 'Implicit block that is not solved',
    meaning:
      'Its equations have no solution there, none that is found from the start, or one at which derivatives do not exist.',
    example: { command: "wengert eval 'input a; implicit z = 1; constraint z^2 == a; z' --at a=-1" },
  },
  WG510: {
    title: 'No value to start from',
    meaning: 'A minimum is looked for from a point where the formula and its gradient are finite.',
    example: { command: "wengert minimize 'log(x)^2' --start x=-1" },
  },
  WG601: {
    title: 'Not a formula',
    meaning: 'The library takes text or a function.',
    example: { call: 'compile(7)' },
  },
  WG602: {
    title: 'Wrong usage',
    meaning: 'An option, an argument or a command that is unknown, missing, or does not go with the others.',
    example: { command: "wengert eval 'x + y' --at x=1" },
  },
  WG604: {
    title: 'Code that may not run',
    meaning:
      "A page's Content-Security-Policy forbids WebAssembly that was asked for; or a flag forbids the user's own function, which 'verify' runs.",
    example: { call: "compile('x^2', { target: 'wasm' }).value(3)" },
  },
  WG605: {
    title: 'Unreadable or unwritable file',
    meaning: 'It does not exist, cannot be written, or is not one that wengert made.',
    example: { command: 'wengert missing.formula' },
  },
  WG606: {
    title: 'Stale file',
    meaning: "'--check' found another file than the command would write.",
    example: { command: 'wengert --check model.formula' },
  },
  WG607: {
    title: 'Import that is not emitted',
    meaning: "A formula's module has no such export.",
    example: { module: "import { hesian } from './model.formula';" },
  },
  WG608: {
    title: 'Value that is not known when building',
    meaning: 'Only numbers and formulas stand in an inline formula.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a module as text
    example: { module: "import { formula } from 'wengert'; export const power = n => formula`x^${n}`;" },
  },
  WG609: {
    title: 'Unreadable module',
    meaning: 'It is left as it is, and what it imports of formulas is not checked.',
    example: { module: "import { value } from './model.formula'; value(1, 2;" },
    severity: 'warning',
  },
  WG610: {
    title: 'Target or language that is not loaded',
    meaning:
      "WebAssembly comes with 'wengert/wasm', C with 'wengert/c', reading JavaScript with 'wengert/javascript', which is not imported.",
    example: { call: "compile('x^2', { target: 'wasm' })" },
  },
  WG611: {
    title: 'Interpreted functions',
    meaning:
      "A page's Content-Security-Policy or a flag forbids to make code of texts: results are the same, many times slower. Modules that are emitted when building need no permission.",
    example: { call: "compile('x^2').diagnostics" },
    severity: 'warning',
  },
  WG621: {
    title: 'Cell that is no number',
    meaning:
      'Text, a decimal comma, or a value that the loss does not go with; or a row with other cells than there are columns.',
    example: { command: "wengert fit 'note = a*x' --data points.csv --start a=1" },
  },
  WG622: {
    title: 'Missing value',
    meaning: "A cell is empty, or 'NA'.",
    example: { command: "wengert fit 'y = a*x' --data points.csv --start a=1" },
  },
  WG623: {
    title: 'Columns that do not go with the model',
    meaning: 'One is missing, there twice, or has no name.',
    example: { command: "wengert fit 'param a = 1; data x, z; z = a*x' --data points.csv" },
  },
  WG624: {
    title: 'Unreadable data',
    meaning:
      'The file is empty, not UTF-8, cut off, or of another kind: CSV, TSV, JSON lines and Parquet are read, also zipped.',
    example: { command: "wengert fit 'y = a*x' --data - --start a=1" },
  },
  WG625: {
    title: 'Engine that does not answer',
    meaning:
      'A data base is not installed or not reached, or refuses what it is asked: there is no such table, or its rows are not to be read.',
    example: { command: "wengert fit 'y = a*x' --data 'duckdb:nowhere.db?table=t' --start a=1" },
  },
  WG701: {
    title: 'Deep nesting',
    meaning: 'Brackets, powers, signs or conditionals stand deeper in each other than the limit.',
    example: { command: "wengert '((x))' --limit nesting=1" },
  },
  WG702: {
    title: 'Long text',
    meaning: 'The formula is longer than the limit.',
    example: { command: "wengert 'x + y' --limit textLength=3" },
  },
  WG703: {
    title: 'Many nodes',
    meaning: 'The formula or a derivative of it needs more than the limit.',
    example: { command: "wengert 'x*y + sin(x) + cos(y)' --limit nodes=4" },
  },
  WG704: {
    title: 'Many inputs',
    meaning: 'A function of JavaScript takes at most 65,000 arguments.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a call as text
    example: { call: 'compile(g => Array.from({ length: 32501 }, (_, i) => g.input(`x${i}`))[0]).source' },
  },
  WG705: {
    title: 'Long work',
    meaning: 'Compiling takes more seconds than the limit.',
    example: { command: "wengert 'x*y' --limit seconds=0" },
  },
  WG706: {
    title: 'Large array, range or call',
    meaning: 'It has more elements than the limit of nodes, or than one call takes.',
    example: 'input x; sum(x, i = 1:1000000000)',
  },
  WG707: {
    title: 'Long name',
    meaning: 'Names have at most 1000 characters.',
    example: { call: "compile('a'.repeat(1001))" },
  },
  WG708: {
    title: 'Many values between chunks',
    meaning: 'In C they are on the stack, where a function has at most 128 kB of them.',
    example: { command: "wengert 'input x[9000]; prod(exp(x))' --format c" },
  },
} satisfies Readonly<Record<`WG${number}`, Entry>>;

/** The code of a diagnostic. */
export type Code = keyof typeof catalogue;
