// Buttons that open the chat. Where the chat did not load, they lead to the phone number instead.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-chat]") : null;
  if (!button) return;
  const chat = document.querySelector("hairline-chat:defined");
  if (chat) chat.open = true;
  else location.assign("/booking#call");
});
