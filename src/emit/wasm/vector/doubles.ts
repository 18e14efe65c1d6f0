// What the functions know of doubles and their bits.

/** Bits below the exponent. */
export const FRACTION = 52;
export const SMALLEST_NORMAL = 2 ** -1022;
/** Its only bit is that of the sign. */
export const SIGN = -0;

/** The double whose bits are a whole number below 2^53. */
export const ofBits = (whole: number): number => whole * Number.MIN_VALUE;

/** Added to a double, it leaves the nearest whole number in the lower bits. */
export const TO_WHOLE = 1.5 * 2 ** FRACTION;

/** log 2 in two parts: the first has 42 bits, so that its products with exponents are exact. */
export const LOG_2 = 0.6931471805598903;
export const LOG_2_REST = 5.497923018708371e-14;
