export const t: readonly number[] = [0, 1, 2, 4];
export const y: readonly number[] = [2.1, 1.2, 0.8, 0.2];
