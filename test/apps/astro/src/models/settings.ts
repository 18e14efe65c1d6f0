export const settings = { length: 1.5 } as const;
