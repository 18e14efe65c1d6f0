// Light or dark: what the reader's system has, until they say otherwise.

const KEY = 'wengert-theme';

export function followTheme(button: HTMLButtonElement): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const kept = (): string | null => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      // A page may be without storage.
      return null;
    }
  };
  const apply = (isDark: boolean): void => {
    document.documentElement.classList.toggle('dark', isDark);
    button.setAttribute('aria-pressed', String(isDark));
  };
  const chosen = kept();
  apply(chosen === null ? system.matches : chosen === 'dark');
  system.addEventListener('change', ({ matches }) => {
    if (kept() === null) apply(matches);
  });
  button.addEventListener('click', () => {
    const isDark = button.getAttribute('aria-pressed') !== 'true';
    apply(isDark);
    try {
      localStorage.setItem(KEY, isDark ? 'dark' : 'light');
    } catch {
      // As it was.
    }
  });
}
