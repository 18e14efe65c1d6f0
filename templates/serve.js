// What a thread with some of the rows does: it answers each message with what its rows come to.

export function serve(module) {
  let columns = [];
  let ranges = [];
  let states = [];
  const swept = () => {
    const { stage, stages } = states[0];
    if (stage === stages) return null;
    for (const [i, range] of ranges.entries()) module.rows(states[i], stage, ...columns, ...range);
    return states.map(module.partial);
  };
  const answers = {
    keep(given) {
      columns = given.columns;
      ranges = given.ranges;
      return null;
    },
    begin(given) {
      states = ranges.map(() => module.begin(null, ...given));
      return swept();
    },
    combine(parts) {
      for (const state of states) module.combine(state, parts);
      return swept();
    },
    finish(length) {
      const gradient = new Float64Array(length);
      return { value: module.finish(states[0], gradient), gradient };
    },
  };
  return message => {
    try {
      return { answer: answers[message.kind](message.of) };
    } catch (error) {
      return { error: { name: error.name, message: error.message } };
    }
  };
}
