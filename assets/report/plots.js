// Plots: drawn one after the other, so that the page can be used meanwhile; legends; the numbers behind them.
{
  const { plots } = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("data")).textContent ?? "");

  /** @typedef {(number | null)[] | { words: string[], at: number[] }} Column */

  /** @param {Column} column @param {number} row */
  const valueAt = (column, row) => (Array.isArray(column) ? column[row] : column.words[column.at[row]]);

  /** Rows from columns. @param {{ fields: string[], columns: Column[] }} values */
  const rowsOf = ({ fields, columns }) => {
    const [first] = columns;
    const count = (Array.isArray(first) ? first : first.at).length;
    return Array.from({ length: count }, (_, row) =>
      Object.fromEntries(fields.map((field, at) => [field, valueAt(columns[at], row)])),
    );
  };

  for (const { spec } of plots)
    for (const data of spec.data) if (data.values?.fields) data.values = rowsOf(data.values);

  const options = {
    ...{ mode: "vega", ast: true, renderer: "svg", tooltip: { theme: "page" } },
    actions: { export: true, source: false, compiled: false, editor: false },
  };

  /** Views by the number of their plot. @type {Map<string, View>} */
  const views = new Map();

  /** Of some places the one nearest to what the reader sees. @param {HTMLElement[]} places */
  const nearest = (places) => {
    const middle = document.documentElement.clientHeight / 2;
    const distances = places.map((place) => Math.abs(place.getBoundingClientRect().top - middle));
    return distances.indexOf(Math.min(...distances));
  };

  const drawAll = async () => {
    const left = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".plot"))];
    while (left.length > 0) {
      const [place] = left.splice(nearest(left), 1);
      const number = place.dataset.plot ?? "";
      const name = place.parentElement?.querySelector("h4")?.textContent ?? "plot";
      const { view } = await vegaEmbed(place, plots[Number(number)].spec, { ...options, downloadFileName: name });
      views.set(number, view);
      place.querySelector("summary")?.setAttribute("aria-label", `Save ${name}`);
      hide(/** @type {HTMLElement} */ (place.parentElement));
      await new Promise((resolve) => setTimeout(resolve));
    }
    document.documentElement.dataset.drawn = String(views.size);
  };

  /** Takes the series whose boxes are empty out of a plot. @param {HTMLElement} card */
  const hide = (card) => {
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (card.querySelectorAll("input[data-series]"));
    const hidden = [...boxes].filter(({ checked }) => !checked).map(({ dataset }) => dataset.series);
    const number = /** @type {HTMLElement} */ (card.querySelector(".plot")).dataset.plot ?? "";
    if (boxes.length > 0) views.get(number)?.signal("hidden", hidden).runAsync();
  };

  // A model that is hidden in one plot is hidden in all of its protocol.
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-series]"))) {
    box.addEventListener("change", () => {
      const section = /** @type {HTMLElement} */ (box.closest("section.protocol"));
      for (const card of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".plot-card"))) {
        const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (card.querySelectorAll("input[data-series]"));
        const same = [...boxes].find(({ dataset }) => dataset.series === box.dataset.series);
        if (same === undefined) continue;
        same.checked = box.checked;
        hide(card);
      }
    });
  }

  const locale = vega.defaultLocale();
  /** @param {unknown} value @param {string | undefined} format */
  const printed = (value, format) =>
    format === undefined || typeof value !== "number" ? String(value ?? "-") : locale.format(format)(value);

  /** @param {string} kind @param {string[]} texts */
  const line = (kind, texts) => {
    const row = document.createElement("tr");
    row.append(...texts.map((text) => Object.assign(document.createElement(kind), { textContent: text })));
    return row;
  };

  /** The points that tell as a table, made when somebody wants it. @param {HTMLElement} details */
  const fillTable = (details) => {
    const { spec, table } = plots[Number(details.dataset.plot)];
    const rows = spec.data.find((/** @type {{ name: string }} */ { name }) => name === table.data).values;
    const element = document.createElement("table");
    element.createTHead().append(
      line(
        "th",
        table.tips.map((/** @type {{ title: string }} */ { title }) => title),
      ),
    );
    const body = element.createTBody();
    for (const row of rows)
      body.append(
        line(
          "td",
          table.tips.map((/** @type {{ field: string, format?: string }} */ { field, format }) =>
            printed(row[field], format),
          ),
        ),
      );
    details.querySelector(".scroll")?.replaceChildren(element);
  };

  for (const details of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.numbers")))
    details.addEventListener("toggle", () => {
      if (details.open && details.querySelector("table") === null) fillTable(details);
    });

  void drawAll();
}
