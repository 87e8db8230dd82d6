// Where a process of runApart begins: one task, one answer, and the end.
const clause = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0];

process.once("message", ({ worker, task }: { worker: string; task: unknown }) => {
  void answer(worker, task).then((message) => process.send!(message));
});

async function answer(worker: string, task: unknown): Promise<unknown> {
  try {
    const { default: run } = (await import(worker)) as { default: (task: unknown) => unknown };
    return { answer: await run(task) };
  } catch (error) {
    return { fault: clause(error) };
  }
}
