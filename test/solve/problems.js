// Problems with minima that are known. Those with a number are of J. J. Moré, B. S. Garbow, K. E. Hillstrom, Testing
// Unconstrained Optimization Software, ACM Trans. Math. Softw. 7 (1981), restated from the article, with the minima that it
// gives; those called hs of W. Hock, K. Schittkowski, Test Examples for Nonlinear Programming Codes (1981), those of them
// that have bounds only.

export const unconstrained = [
  {
    name: '1 Rosenbrock',
    text: 'param x = -1.2, y = 1\n100*(y - x^2)^2 + (1 - x)^2',
    minima: [0],
    point: [1, 1],
  },
  {
    name: '2 Freudenstein and Roth',
    text: `param x = 0.5, y = -2
(-13 + x + ((5 - y)*y - 2)*y)^2 + (-29 + x + ((y + 1)*y - 14)*y)^2`,
    minima: [0, 48.9842],
  },
  {
    name: '3 Powell badly scaled',
    text: 'param x = 0, y = 1\n(1e4*x*y - 1)^2 + (exp(-x) + exp(-y) - 1.0001)^2',
    minima: [0],
  },
  {
    name: '4 Brown badly scaled',
    text: 'param x = 1, y = 1\n(x - 1e6)^2 + (y - 2e-6)^2 + (x*y - 2)^2',
    minima: [0],
    point: [1e6, 2e-6],
  },
  {
    name: '5 Beale',
    text: 'param x = 1, y = 1\n(1.5 - x*(1 - y))^2 + (2.25 - x*(1 - y^2))^2 + (2.625 - x*(1 - y^3))^2',
    minima: [0],
    point: [3, 0.5],
  },
  {
    name: '6 Jennrich and Sampson',
    text: 'param x = 0.3, y = 0.4\nsum((2 + 2*i - (exp(i*x) + exp(i*y)))^2, i = 1:10)',
    minima: [124.362],
    point: [0.257825, 0.257825],
  },
  {
    name: '7 helical valley',
    text: `param x[3] = [-1, 0, 0]
turn = atan(x[2]/x[1])/(2*pi) + (x[1] < 0 ? 0.5 : 0)
100*(x[3] - 10*turn)^2 + 100*(sqrt(x[1]^2 + x[2]^2) - 1)^2 + x[3]^2`,
    minima: [0],
    point: [1, 0, 0],
  },
  {
    name: '8 Bard',
    text: `param x[3] = 1
y = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39]
sum((y[i] - (x[1] + i/((16 - i)*x[2] + min(i, 16 - i)*x[3])))^2, i = 1:15)`,
    minima: [8.21487e-3, 17.4286],
  },
  {
    name: '9 Gaussian',
    text: `param x[3] = [0.4, 1, 0]
y = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295, 0.0540, 0.0175, 0.0044, 0.0009]
sum((x[1]*exp(-x[2]*((8 - i)/2 - x[3])^2/2) - y[i])^2, i = 1:15)`,
    minima: [1.12793e-8],
  },
  {
    name: '10 Meyer',
    text: `param x[3] = [0.02, 4000, 250]
y = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872]
sum((x[1]*exp(x[2]/(45 + 5*i + x[3])) - y[i])^2, i = 1:16)`,
    minima: [87.9458],
  },
  {
    name: '11 Gulf',
    text: `param x[3] = [5, 2.5, 0.15]
sum((exp(-abs(25 + (-50*log(i/100))^(2/3) - x[2])^x[3]/x[1]) - i/100)^2, i = 1:99)`,
    minima: [0],
    point: [50, 25, 1.5],
  },
  {
    name: '12 Box three-dimensional',
    text: `param x[3] = [0, 10, 20]
sum((exp(-i*x[1]/10) - exp(-i*x[2]/10) - x[3]*(exp(-i/10) - exp(-i)))^2, i = 1:10)`,
    minima: [0],
  },
  {
    name: '13 Powell singular',
    text: `param x[4] = [3, -1, 0, 1]
(x[1] + 10*x[2])^2 + 5*(x[3] - x[4])^2 + (x[2] - 2*x[3])^4 + 10*(x[1] - x[4])^4`,
    minima: [0],
  },
  {
    name: '14 Wood',
    text: `param x[4] = [-3, -1, -3, -1]
100*(x[2] - x[1]^2)^2 + (1 - x[1])^2 + 90*(x[4] - x[3]^2)^2 + (1 - x[3])^2 + 10*(x[2] + x[4] - 2)^2 + (x[2] - x[4])^2/10`,
    minima: [0],
    point: [1, 1, 1, 1],
  },
  {
    name: '15 Kowalik and Osborne',
    text: `param x[4] = [0.25, 0.39, 0.415, 0.39]
y = [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246]
u = [4, 2, 1, 0.5, 0.25, 0.1670, 0.1250, 0.1000, 0.0833, 0.0714, 0.0625]
sum((y[i] - x[1]*(u[i]^2 + u[i]*x[2])/(u[i]^2 + u[i]*x[3] + x[4]))^2, i = 1:11)`,
    minima: [3.07505e-4, 1.02734e-3],
  },
  {
    name: '16 Brown and Dennis',
    text: `param x[4] = [25, 5, -5, -1]
sum(((x[1] + i/5*x[2] - exp(i/5))^2 + (x[3] + x[4]*sin(i/5) - cos(i/5))^2)^2, i = 1:20)`,
    minima: [85822.2],
  },
  {
    name: '18 Biggs EXP6',
    text: `param x[6] = [1, 2, 1, 1, 1, 1]
sum((x[3]*exp(-i*x[1]/10) - x[4]*exp(-i*x[2]/10) + x[6]*exp(-i*x[5]/10) - (exp(-i/10) - 5*exp(-i) + 3*exp(-0.4*i)))^2, i = 1:13)`,
    minima: [0, 5.65565e-3],
  },
  {
    name: '20 Watson, n = 6',
    text: `param x[6] = 0
slope(t) = sum((j - 1)*t^(j - 2)*x[j], j = 2:6)
height(t) = sum(t^(j - 1)*x[j], j = 1:6)
sum((slope(i/29) - height(i/29)^2 - 1)^2, i = 1:29) + x[1]^2 + (x[2] - x[1]^2 - 1)^2`,
    minima: [2.28767e-3],
  },
  {
    name: '21 extended Rosenbrock, n = 10',
    text: `param x[10] = [-1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1]
sum(100*(x[2*i] - x[2*i - 1]^2)^2 + (1 - x[2*i - 1])^2, i = 1:5)`,
    minima: [0],
    point: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  },
  {
    name: '22 extended Powell singular, n = 12',
    text: `param x[12] = [3, -1, 0, 1, 3, -1, 0, 1, 3, -1, 0, 1]
sum((x[4*i - 3] + 10*x[4*i - 2])^2 + 5*(x[4*i - 1] - x[4*i])^2 + (x[4*i - 2] - 2*x[4*i - 1])^4 + 10*(x[4*i - 3] - x[4*i])^4, i = 1:3)`,
    minima: [0],
  },
  {
    name: '23 penalty I, n = 4',
    text: 'param x[4] = [1, 2, 3, 4]\nsum(1e-5*(x[i] - 1)^2, i = 1:4) + (dot(x, x) - 0.25)^2',
    minima: [2.24997e-5],
  },
  {
    name: '24 penalty II, n = 4',
    text: `param x[4] = 0.5
(x[1] - 0.2)^2 + 1e-5*sum((exp(x[i]/10) + exp(x[i - 1]/10) - exp(i/10) - exp((i - 1)/10))^2, i = 2:4) + 1e-5*sum((exp(x[i]/10) - exp(-0.1))^2, i = 2:4) + (sum((5 - j)*x[j]^2, j = 1:4) - 1)^2`,
    minima: [9.37629e-6],
  },
  {
    name: '25 variably dimensioned, n = 8',
    text: `param x[8] = [7/8, 6/8, 5/8, 4/8, 3/8, 2/8, 1/8, 0]
s = sum(j*(x[j] - 1), j = 1:8)
sum((x[i] - 1)^2, i = 1:8) + s^2 + s^4`,
    minima: [0],
    point: [1, 1, 1, 1, 1, 1, 1, 1],
  },
  {
    name: '26 trigonometric, n = 10',
    text: `param x[10] = 0.1
c = sum(cos(x[j]), j = 1:10)
sum((10 - c + i*(1 - cos(x[i])) - sin(x[i]))^2, i = 1:10)`,
    minima: [0, 2.79506e-5],
  },
  {
    name: '27 Brown almost-linear, n = 10',
    text: `param x[10] = 0.5
s = sum(x)
sum((x[i] + s - 11)^2, i = 1:9) + (prod(x) - 1)^2`,
    minima: [0, 1],
  },
  {
    name: '28 discrete boundary value, n = 10',
    text: `param x[10] = 0
h = 1/11
sum((2*x[i] - (i > 1 ? x[max(i - 1, 1)] : 0) - (i < 10 ? x[min(i + 1, 10)] : 0) + h^2*(x[i] + i*h + 1)^3/2)^2, i = 1:10)`,
    minima: [0],
  },
  {
    name: '30 Broyden tridiagonal, n = 10',
    text: `param x[10] = -1
sum(((3 - 2*x[i])*x[i] - (i > 1 ? x[max(i - 1, 1)] : 0) - 2*(i < 10 ? x[min(i + 1, 10)] : 0) + 1)^2, i = 1:10)`,
    minima: [0],
  },
];

export const bounded = [
  {
    name: 'hs1',
    text: 'param x = -2, y = 1 in [-1.5, Infinity]\n100*(y - x^2)^2 + (1 - x)^2',
    minima: [0],
    point: [1, 1],
  },
  {
    name: 'hs2',
    text: 'param x = -2, y = 1.5 in [1.5, Infinity]\n100*(y - x^2)^2 + (1 - x)^2',
    minima: [0.0504261879, 4.94122932],
  },
  {
    name: 'hs3',
    text: 'param x = 10, y = 1 in [0, Infinity]\ny + 1e-5*(y - x)^2',
    minima: [0],
    point: [0, 0],
  },
  {
    name: 'hs4',
    text: 'param x = 1.125 in [1, Infinity], y = 0.125 in [0, Infinity]\n(x + 1)^3/3 + y',
    minima: [8 / 3],
    point: [1, 0],
  },
  {
    name: 'hs5',
    text: 'param x = 0 in [-1.5, 4], y = 0 in [-3, 3]\nsin(x + y) + (x - y)^2 - 1.5*x + 2.5*y + 1',
    minima: [-Math.sqrt(3) / 2 - Math.PI / 3],
    point: [0.5 - Math.PI / 3, -0.5 - Math.PI / 3],
  },
  {
    name: 'hs25',
    text: `param x = 100 in [0.1, 100], y = 12.5 in [0, 25.6], z = 3 in [0, 5]
sum((exp(-(25 + (-50*log(i/100))^(2/3) - y)^z/x) - i/100)^2, i = 1:99)`,
    minima: [0],
    point: [50, 25, 1.5],
  },
  {
    name: 'hs38',
    text: `param x[4] = [-3, -1, -3, -1] in [-10, 10]
100*(x[2] - x[1]^2)^2 + (1 - x[1])^2 + 90*(x[4] - x[3]^2)^2 + (1 - x[3])^2 + 10.1*((x[2] - 1)^2 + (x[4] - 1)^2) + 19.8*(x[2] - 1)*(x[4] - 1)`,
    minima: [0],
    point: [1, 1, 1, 1],
  },
  {
    name: 'hs45',
    text: `param a = 1 in [0, 1], b = 2 in [0, 2], c = 2 in [0, 3], d = 2 in [0, 4], e = 2 in [0, 5]
2 - a*b*c*d*e/120`,
    minima: [1],
    point: [1, 2, 3, 4, 5],
  },
  {
    name: 'hs110',
    text: `param x[10] = 9 in [2.001, 9.999]
sum(log(x[i] - 2)^2 + log(10 - x[i])^2, i = 1:10) - prod(x)^0.2`,
    minima: [-45.7784697],
    point: new Array(10).fill(9.35025655),
  },
];

/** True for a value that is that of one of the minima, as far as its digits go; those of 0 are of a value below 2e-9. */
export function isMinimum(value, { minima }) {
  return minima.some(minimum => Math.abs(value - minimum) <= (minimum === 0 ? 2e-9 : 2e-5 * Math.abs(minimum)));
}
