// Scripts for shells. All of them know, of each command, its options and the values of these, and offer files where else there is one.

import type { AnyCommand, OptionRow, OptionRows } from '../command.js';

interface Completed {
  readonly long: string;
  readonly short: string | null;
  readonly description: string;
  readonly takesValue: boolean;
  /** Values that are offered; without any, files are. */
  readonly values: readonly string[];
}

type Completion = (rows: readonly AnyCommand[], everywhere: OptionRows) => string;

function completed({ flags, description, choices, suggests }: OptionRow): Completed {
  const [long = ''] = /--[\w-]+/.exec(flags) ?? [];
  const [short = null] = /^-\w\b/.exec(flags) ?? [];
  return { long, short, description, takesValue: flags.includes('<'), values: choices ?? suggests ?? [] };
}

function optionsOf({ options }: AnyCommand, everywhere: OptionRows): Completed[] {
  const help: OptionRow = { flags: '-h, --help', description: 'display help for command' };
  return [...Object.values(options), ...Object.values(everywhere), help]
    .filter(({ isHidden }) => isHidden !== true)
    .map(completed);
}

/** What may follow the name of the program; `help` is commander's. */
const namesOf = (rows: readonly AnyCommand[]): string[] => [...rows.map(({ name }) => name), 'help'];

const defaultOf = (rows: readonly AnyCommand[]): string => rows.find(({ isDefault }) => isDefault)?.name ?? '';

const bash: Completion = (rows, everywhere) => {
  const options = rows.map(row => {
    const words = optionsOf(row, everywhere).flatMap(({ long, short }) => (short === null ? [long] : [short, long]));
    return `    ${row.name}) options='${words.join(' ')}' ;;`;
  });
  const values = rows.flatMap(row =>
    optionsOf(row, everywhere)
      .filter(({ values }) => values.length > 0)
      .map(({ long, values }) => `    '${row.name} ${long}') values='${values.join(' ')}' ;;`),
  );
  const taking = rows.flatMap(row =>
    optionsOf(row, everywhere)
      .filter(({ takesValue, values }) => takesValue && values.length === 0)
      .flatMap(({ long, short }) => [long, ...(short === null ? [] : [short])].map(word => `'${row.name} ${word}'`)),
  );
  const names = namesOf(rows).join(' ');
  return `# Completion of wengert for bash. In ~/.bashrc: eval "$(wengert completion bash)"
_wengert() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command=${defaultOf(rows)} named= options= values= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      ${namesOf(rows).join('|')}) command=$word named=yes; break ;;
    esac
  done
  case $command in
${options.join('\n')}
    help) values='${rows.map(({ name }) => name).join(' ')}' ;;
  esac
  case "$command $previous" in
${values.join('\n')}
    ${taking.join('|')}) options= ;;
  esac
  if [[ -n $values ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
  elif [[ $current == -* && -n $options ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    if [[ -z $named && $COMP_CWORD -eq 1 ]]; then
      mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -W '${names}' -- "$current")
    fi
  fi
}
complete -F _wengert wengert
`;
};

const zsh: Completion = (rows, everywhere) => {
  // In _arguments and _describe a colon and brackets mean something; between single quotes only these do.
  const said = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''");
  const argumentOf = ({ takesValue, values }: Completed): string => {
    if (!takesValue) return '';
    return values.length > 0 ? `:value:(${values.join(' ')})` : ':value:_files';
  };
  const cases = rows.map(row => {
    const specs = optionsOf(row, everywhere).map(option => {
      const names = option.short === null ? `'*${option.long}` : `'*'{${option.short},${option.long}}'`;
      return `        ${names}[${said(option.description)}]${argumentOf(option)}' \\`;
    });
    return `      ${row.name})\n        _arguments \\\n${specs.join('\n')}\n        '*:formula or file:_files' ;;`;
  });
  const described = rows.map(({ name, description }) => `    '${name}:${said(description)}'`);
  return `#compdef wengert
# Completion of wengert for zsh. In ~/.zshrc, after compinit: eval "$(wengert completion zsh)"
_wengert() {
  local -a commands=(
${described.join('\n')}
    'help:display help for command'
  )
  local command=${defaultOf(rows)} word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if (( \${commands[(I)$word:*]} )); then command=$word; break; fi
  done
  if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
    _describe command commands
    _files
  else
    case $command in
${cases.join('\n')}
      help) _describe command commands ;;
    esac
  fi
}
if [[ $funcstack[1] == _wengert ]]; then _wengert "$@"; else compdef _wengert wengert; fi
`;
};

const fish: Completion = (rows, everywhere) => {
  const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const names = namesOf(rows).join(' ');
  const lines = rows.flatMap(row => {
    const isDefault = row.isDefault === true;
    const condition = isDefault
      ? `not __fish_seen_subcommand_from ${namesOf(rows.filter(other => other !== row)).join(' ')}`
      : `__fish_seen_subcommand_from ${row.name}`;
    const options = optionsOf(row, everywhere).map(({ long, short, description, takesValue, values }) =>
      [
        `complete -c wengert -n ${quoted(condition)}`,
        ...(short === null ? [] : [`-s ${short.slice(1)}`]),
        `-l ${long.slice(2)}`,
        ...(takesValue ? ['-r'] : []),
        ...(values.length > 0 ? [`-f -a ${quoted(values.join(' '))}`] : []),
        `-d ${quoted(description)}`,
      ].join(' '),
    );
    const unnamed = `not __fish_seen_subcommand_from ${names}`;
    return [`complete -c wengert -n ${quoted(unnamed)} -a ${row.name} -d ${quoted(row.description)}`, ...options];
  });
  return `# Completion of wengert for fish. In ~/.config/fish/config.fish: wengert completion fish | source\n${lines.join('\n')}\n`;
};

export const COMPLETIONS = { bash, zsh, fish } as const satisfies Record<string, Completion>;

// The keys are those of the record.
export const shellNames = Object.keys(COMPLETIONS) as (keyof typeof COMPLETIONS)[];
