// Commands of pages: those of wengert in this process, others as they are. What stands before a `|` is given to what stands after it.

import { spawn } from 'node:child_process';
import { runIn } from '../cli/capture.js';

const CALL = /^(?:wengert|node bin\/wengert\.js) /;

/** Arguments of a command line, in which quotes stand about whole ones. */
const argumentsIn = (command: string): string[] =>
  Array.from(command.matchAll(/'([^']*)'|\S+/g), ([word, quoted]) => quoted ?? word);

/** What a command prints, on standard output and then on the other one. */
export async function printedBy(command: string, directory: string): Promise<string> {
  let input = '';
  let said = '';
  for (const stage of command.split(' | ')) {
    const { out, err } = CALL.test(stage)
      ? await runIn(directory, argumentsIn(stage.replace(CALL, '')), input)
      : await run(argumentsIn(stage), directory, input);
    input = out;
    said += err;
  }
  return `${input}${said}`;
}

function run([program, ...args]: readonly string[], directory: string, input: string) {
  return new Promise<{ out: string; err: string }>((resolve, reject) => {
    // What is given nothing is not to wait for it, and may end before it could be given.
    const child = spawn(program!, args, { cwd: directory, stdio: [input === '' ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout!.setEncoding('utf8').on('data', text => {
      out += text;
    });
    child.stderr!.setEncoding('utf8').on('data', text => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', status => {
      if (status === 0) resolve({ out, err });
      else reject(new Error(`${program} ${args.join(' ')}: ${status}\n${err}`));
    });
    child.stdin?.end(input);
  });
}
