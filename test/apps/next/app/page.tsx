import Greeks from '@/components/greeks';
import { evaluate } from '@/models/call.formula';

export default function Page() {
  const { value, gradient } = evaluate({ S: 100, sigma: 0.2, T: 1, r: 0.03 });
  return (
    <main>
      <p data-name="rendered">{[value, gradient.S, gradient.sigma, gradient.T, gradient.r].join(' ')}</p>
      <Greeks />
    </main>
  );
}
