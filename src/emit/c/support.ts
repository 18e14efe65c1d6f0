// Functions that emitted C may need beside <math.h>: those of JavaScript's Math that C has not or has otherwise, and lists of
// numbers, which special functions compute with. Printed where they are called.

export interface Support {
  /** What it is called where nothing is in the way; null for what is no function. */
  readonly name: string | null;
  readonly uses: readonly string[];
  /** @param named the names of what it uses, itself among it */
  text(named: (key: string) => string): string;
}

/** Numbers that a list holds at most; no derivative that is exported needs as many. What is beyond is NaN. */
export const MOST_IN_LIST = 48;

function called(name: string, text: Support['text'], ...uses: readonly string[]): Support {
  return { name, uses, text };
}

/** By the name in JavaScript, or by one of ours. */
export const support: Readonly<Record<string, Support>> = {
  // 1 to the power of NaN or of infinity is NaN there, and 1 in C.
  'Math.pow': called(
    'power',
    name => `static double ${name('Math.pow')}(double x, double y) {
  if (fabs(x) == 1.0 && !(fabs(y) < INFINITY)) return NAN;
  return pow(x, y);
}`,
  ),
  'Math.sign': called(
    'sign',
    name => `static double ${name('Math.sign')}(double x) {
  return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;
}`,
  ),
  // Halves upwards, and the sign of a zero is kept.
  'Math.round': called(
    'nearest',
    name => `static double ${name('Math.round')}(double x) {
  const double below = floor(x);
  return copysign(x - below >= 0.5 ? below + 1.0 : below, x);
}`,
  ),
  'Math.fround': called(
    'single',
    name => `static double ${name('Math.fround')}(double x) {
  return (double)(float)x;
}`,
  ),
  // NaN where one is, and 0 is more than -0.
  'Math.max': called(
    'maximum',
    name => `static double ${name('Math.max')}(double a, double b) {
  if (a > b) return a;
  if (b > a) return b;
  return a == 0.0 && b == 0.0 ? a + b : a == b ? a : NAN;
}`,
  ),
  'Math.min': called(
    'minimum',
    name => `static double ${name('Math.min')}(double a, double b) {
  if (a < b) return a;
  if (b < a) return b;
  return a == 0.0 && b == 0.0 ? -(-a - b) : a == b ? a : NAN;
}`,
  ),
  maxOfMany: called('maximum_of', name => ofMany(name('maxOfMany'), name('Math.max')), 'Math.max'),
  minOfMany: called('minimum_of', name => ofMany(name('minOfMany'), name('Math.min')), 'Math.min'),
  // In units of the largest of them, and with the digits that the sum loses.
  hypotOfMany: called(
    'length_of',
    name => `static double ${name('hypotOfMany')}(int count, const double *of) {
  double largest = 0.0, sum = 0.0, rest = 0.0;
  for (int i = 0; i < count; i++) if (isinf(of[i])) return INFINITY;
  for (int i = 0; i < count; i++) if (!(fabs(of[i]) <= largest)) largest = fabs(of[i]);
  if (largest == 0.0) return 0.0;
  for (int i = 0; i < count; i++) {
    const double part = of[i] / largest;
    const double term = part * part - rest;
    const double next = sum + term;
    rest = (next - sum) - term;
    sum = next;
  }
  return sqrt(sum) * largest;
}`,
  ),
  // Sums over rows, as templates/sums.js has them.
  addBlock: called(
    'add_block',
    name => `static void ${name('addBlock')}(double *sums, size_t width, size_t block) {
  double *level = sums + width;
  for (size_t rest = block; rest % 2 == 1; rest /= 2) {
    for (size_t k = 0; k < width; k++) sums[k] = level[k] + sums[k];
    level += width;
  }
  for (size_t k = 0; k < width; k++) level[k] = sums[k];
}`,
  ),
  finishBlocks: called(
    'finish_blocks',
    name => `static void ${name('finishBlocks')}(double *sums, size_t width, size_t blocks) {
  const double *level = sums + width;
  for (size_t k = 0; k < width; k++) sums[k] = 0.0;
  for (size_t rest = blocks; rest > 0; rest /= 2) {
    if (rest % 2 == 1) for (size_t k = 0; k < width; k++) sums[k] = level[k] + sums[k];
    level += width;
  }
}`,
  ),
  // What the lanes have come to is a block, and they begin another.
  endBlock: called(
    'end_block',
    name => `static void ${name('endBlock')}(double *sums, double *lanes, size_t width, size_t block) {
  for (size_t k = 0; k < width; k++) sums[k] = lanes[k] + lanes[k + width];
  for (size_t k = 0; k < 2 * width; k++) lanes[k] = 0.0;
  ${name('addBlock')}(sums, width, block);
}`,
    'addBlock',
  ),
  list: {
    name: null,
    uses: [],
    text: () => `struct list {
  double length;
  double at[${MOST_IN_LIST}];
};`,
  },
  item: called(
    'item',
    name => `static double ${name('item')}(const struct list *list, double index, double otherwise) {
  return index >= 0.0 && index < list->length ? list->at[(int)index] : otherwise;
}`,
    'list',
  ),
  push: called(
    'push',
    name => `static void ${name('push')}(struct list *list, double value) {
  if (list->length < ${MOST_IN_LIST}.0) list->at[(int)list->length++] = value;
}`,
    'list',
  ),
  slice: called(
    'slice',
    name => `static struct list ${name('slice')}(const struct list *list, double from) {
  struct list copy = {0.0, {0.0}};
  for (double i = from; i < list->length; i++) copy.at[(int)copy.length++] = list->at[(int)i];
  return copy;
}`,
    'list',
  ),
  reverse: called(
    'reversed',
    name => `static struct list ${name('reverse')}(const struct list *list) {
  struct list copy = {0.0, {0.0}};
  for (double i = list->length - 1.0; i >= 0.0; i--) copy.at[(int)copy.length++] = list->at[(int)i];
  return copy;
}`,
    'list',
  ),
  table: {
    name: null,
    uses: ['list'],
    text: () => `struct table {
  double length;
  struct list at[${MOST_IN_LIST}];
};`,
  },
  row: called(
    'row',
    name => `static struct list *${name('row')}(struct table *table, double index) {
  return &table->at[index >= 0.0 && index < table->length ? (int)index : ${MOST_IN_LIST - 1}];
}`,
    'table',
  ),
  unshift: called(
    'unshift',
    name => `static void ${name('unshift')}(struct table *table, struct list first) {
  if (table->length < ${MOST_IN_LIST}.0) table->length++;
  for (int i = (int)table->length - 1; i > 0; i--) table->at[i] = table->at[i - 1];
  table->at[0] = first;
}`,
    'table',
  ),
};

const ofMany = (name: string, ofTwo: string): string => `static double ${name}(int count, const double *of) {
  double result = of[0];
  for (int i = 1; i < count; i++) result = ${ofTwo}(result, of[i]);
  return result;
}`;
