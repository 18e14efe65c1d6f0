'use client';

import { useState } from 'react';
import { formula } from 'wengert';
import { hessian, valueAndGradient } from '@/models/call.formula';
import { STRIKE } from '@/models/strikes';

/** What the call is worth without its optionality. */
const forward = formula`S - ${STRIKE}*exp(-r)`;

export default function Greeks() {
  const [spot, setSpot] = useState(100);
  const gradient = new Float64Array(4);
  const price = valueAndGradient(spot, 0.2, 1, 0.03, gradient);
  return (
    <section>
      <input
        type="range"
        min="50"
        max="150"
        value={spot}
        onChange={event => setSpot(event.target.valueAsNumber)}
        aria-label="spot"
      />
      <output data-name="value">{price}</output>
      <output data-name="gradient">{gradient.join(' ')}</output>
      <output data-name="hessian">{hessian(spot, 0.2, 1, 0.03).join(' ')}</output>
      <output data-name="inline">{forward.gradient(spot, 0.03).join(' ')}</output>
    </section>
  );
}
