// Names as C takes them.

import type { Spelling } from '../names.js';

/** Keywords of C and C++, what <math.h> declares, and macros that compilers and older systems define. */
const reserved = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register ' +
    'restrict return short signed sizeof static struct switch typedef union unsigned void volatile while ' +
    'alignas alignof and and_eq asm bitand bitor bool catch class compl concept const_cast constexpr consteval ' +
    'constinit decltype delete dynamic_cast explicit export false friend module mutable namespace new noexcept not ' +
    'not_eq nullptr operator or or_eq private protected public reinterpret_cast requires static_assert static_cast ' +
    'template this thread_local throw true try typeid typename typeof using virtual wchar_t xor xor_eq ' +
    'acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh drem erf erfc exp exp10 exp2 expm1 fabs fdim ' +
    'finite floor fma fmax fmin fmod fpclassify frexp gamma hypot ilogb isfinite isgreater isinf isless isnan isnormal ' +
    'isunordered j0 j1 jn ldexp lgamma llrint llround log log10 log1p log2 logb lrint lround modf nan nearbyint ' +
    'nextafter nexttoward pow pow10 remainder remquo rint round scalb scalbln scalbn signbit signgam significand sin ' +
    'sincos sinh sqrt tan tanh tgamma trunc y0 y1 yn ' +
    'main errno linux unix i386 near far I NULL NAN INFINITY HUGE HUGE_VAL HUGE_VALF HUGE_VALL MAXFLOAT EOF ' +
    'DOMAIN SING OVERFLOW UNDERFLOW PLOSS TLOSS X_TLOSS FP_NAN FP_INFINITE FP_ZERO FP_SUBNORMAL FP_NORMAL ' +
    'M_E M_LOG2E M_LOG10E M_LN2 M_LN10 M_PI M_PI_2 M_PI_4 M_1_PI M_2_PI M_2_SQRTPI M_SQRT2 M_SQRT1_2'
  ).split(' '),
);

/** Letters that are not ASCII by their number, as not every compiler reads them; what begins with `_` is the system's. */
function legal(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_]/gu, letter => `u${letter.codePointAt(0)!.toString(16)}`);
  return /^[A-Za-z]/.test(safe) ? safe : `v${safe}`;
}

export const spelling: Spelling = { reserved, legal };

/** The name that is claimed where nothing is in the way. */
export function spelled(name: string): string {
  const base = legal(name);
  return reserved.has(base) ? `${base}_` : base;
}

/** `value_and_gradient` */
export const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
