interface Network {
  readonly text: string;
  readonly args: readonly (number | Float64Array)[];
}
export function powerFlow(buses: number): Network;
export function reactor(cells: number): Network;
export function chain(blocks: number): Network;
