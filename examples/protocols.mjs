// What the built-in protocols expect, and what others published: what `magface-eval protocols` shows.
import { listProtocols, loadProtocol, loadTemplateProtocol, templateSets } from "magface-eval";

for (const name of listProtocols()) {
  const { title, expected, published } = await loadProtocol(name);
  console.log(`${title}: ${expected?.pairs} pairs, ${published.length} published figures`);
}
for (const name of templateSets) {
  const { title, expected } = loadTemplateProtocol(name);
  console.log(`${title}: ${expected.templates} templates, ${expected.pairs} pairs`);
}
