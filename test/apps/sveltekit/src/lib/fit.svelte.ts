import { formula } from 'wengert';

/** Half of what there was is left after this time. */
const halfLife = formula`log(2)/b`;

export class Rate {
  b = $state(0.5);
  readonly halfLife = $derived(halfLife.value(this.b));
  readonly perRate = $derived(halfLife.gradient(this.b)[0]);
}
