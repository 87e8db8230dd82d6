// How a figure came about: a click on it opens its convention, counts and provenance.
{
  const { sections } = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("data")).textContent ?? "");
  /** @param {string} id */
  const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const dialog = /** @type {HTMLDialogElement} */ (part("figure"));

  /** @param {string} kind @param {string} text */
  const element = (kind, text) => Object.assign(document.createElement(kind), { textContent: text });

  /** @param {string} id @param {[string, string][]} facts */
  const fill = (id, facts) =>
    part(id).replaceChildren(...facts.flatMap(([name, text]) => [element("dt", name), element("dd", text)]));

  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button.figure"))) {
    button.addEventListener("click", () => {
      const { section, source, figure } = button.dataset;
      const { name, provenance, figures } = sections[Number(section)][Number(source)];
      part("figure-title").textContent = name;
      fill("figure-facts", figures[String(figure)]);
      fill("figure-provenance", provenance);
      dialog.showModal();
    });
  }
  part("figure-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // Beside it.
  });
}
