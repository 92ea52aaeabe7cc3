// An invitation's code stands behind the # of its link, which no server and no other site is told: it is put into the
// form, taken out of the address, and sent. Without script it is typed.

export function startInvitation(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-code-from-address]");
  const input = form?.querySelector<HTMLInputElement>("[name=code]");
  const code = decodeURIComponent(location.hash.slice(1));
  if (!form || !input || !code) return;
  history.replaceState(null, "", location.pathname);
  input.value = code;
  form.submit();
}
