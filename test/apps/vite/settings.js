export const SCALE = 2.5;
