// Sorting: a click on a head sorts by that column, the next one the other way round. Numbers begin with the greatest, words
// with the first; what has no value stays at the end.
{
  /** @param {HTMLTableRowElement} row @param {number} at */
  const valueAt = (row, at) => /** @type {HTMLElement} */ (row.cells[at]).dataset.value ?? "";

  /** @param {string} a @param {string} b */
  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, "en", { numeric: true }) : x - y;
  };

  /** @param {HTMLTableCellElement} head */
  const sort = (head) => {
    const body = /** @type {HTMLTableElement} */ (head.closest("table")).tBodies[0];
    const rows = [...body.rows];
    const at = head.cellIndex;
    const numbers = rows.every((row) => !Number.isNaN(Number(valueAt(row, at))));
    const before = head.getAttribute("aria-sort");
    const first = numbers ? "descending" : "ascending";
    const order = before === first ? (numbers ? "ascending" : "descending") : first;
    const sign = order === "ascending" ? 1 : -1;
    rows.sort((one, other) => {
      const [a, b] = [valueAt(one, at), valueAt(other, at)];
      if (a === "" || b === "") return Number(a === "") - Number(b === "");
      return sign * compare(a, b);
    });
    for (const each of /** @type {HTMLTableRowElement} */ (head.parentElement).cells)
      each.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", order);
    body.append(...rows);
  };

  for (const button of document.querySelectorAll("button.sort"))
    button.addEventListener("click", () => sort(/** @type {HTMLTableCellElement} */ (button.closest("th"))));
}
