export function energy(x) {
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += x ** i;
  return sum;
}
