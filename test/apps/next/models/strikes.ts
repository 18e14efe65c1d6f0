export const STRIKE: number = 105;
