import type { ReactNode } from 'react';

export const metadata = { title: 'Greeks of a call' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
