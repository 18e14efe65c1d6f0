// mathjs exports the factories that its library is put together from, but does not declare them.
import 'mathjs/number';

declare module 'mathjs/number' {
  /** Makes the parser from its dependencies. */
  export const createParse: (dependencies: Record<string, unknown>) => unknown;
}
