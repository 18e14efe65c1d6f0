export async function chartFile(_c: unknown, _t: string): Promise<string> { return ''; }
