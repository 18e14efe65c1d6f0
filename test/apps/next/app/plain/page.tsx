'use client';

import { useState } from 'react';

/** A page of the same kind without formulas. */
export default function Page() {
  const [spot, setSpot] = useState(100);
  return <input type="range" value={spot} onChange={event => setSpot(event.target.valueAsNumber)} aria-label="spot" />;
}
