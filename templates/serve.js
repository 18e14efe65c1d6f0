// What a thread with some of the rows does: it answers each message with what its rows come to.

export function serve(module) {
  let columns = [];
  let ranges = [];
  let before = 0;
  let states = [];
  const swept = () => {
    const { stage, stages } = states[0];
    if (stage === stages) return null;
    for (const [i, range] of ranges.entries()) {
      try {
        module.rows(states[i], stage, ...columns, ...range);
      } catch (error) {
        throw amongAll(error, before + range[0]);
      }
    }
    return states.map(module.partial);
  };
  // A part counts its own rows, from 1 on.
  const amongAll = (error, rows) => {
    if (error.turn?.row === undefined) return error;
    const row = error.turn.row + rows;
    error.message = error.message.replace(`row ${error.turn.row}`, `row ${row}`);
    error.turn = { ...error.turn, row };
    return error;
  };
  const answers = {
    keep(given) {
      columns = given.columns;
      ranges = given.ranges;
      before = given.before;
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
      // What modules say of blocks that are not solved are fields that can be sent.
      return { error: { name: error.name, message: error.message, fields: { ...error } } };
    }
  };
}
