export async function htmlReport(_c: unknown): Promise<string> { return ''; }
