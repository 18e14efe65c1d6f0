import { formula } from 'wengert';
import { gradient } from '@/models/call.formula?wrt=S&formula';

export const dynamic = 'force-dynamic';

const moneyness = formula`log(S/K)`;

export function GET(request: Request): Response {
  const spot = Number(new URL(request.url).searchParams.get('spot'));
  return Response.json({ delta: [...gradient(spot, 0.2, 1, 0.03)], moneyness: [...moneyness.gradient(spot, 105)] });
}
