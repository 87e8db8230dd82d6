// Light or dark as the system has it, or as the reader chooses; the choice is kept where the browser lets a page keep it.
{
  const key = "magface-eval-theme";
  const kept = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Some browsers keep nothing for pages from a disk.
    }
  };
  /** @param {string} name */
  const apply = (name) => {
    if (name === "auto") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", name);
  };
  const choices = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=theme]"));
  for (const choice of choices) {
    if (choice.value === kept()) {
      choice.checked = true;
      apply(choice.value);
    }
    choice.addEventListener("change", () => {
      apply(choice.value);
      try {
        localStorage.setItem(key, choice.value);
      } catch {
        // The choice holds until the page is left.
      }
    });
  }
}
