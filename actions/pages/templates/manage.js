// The link of a mail carries its token behind #, which is sent to nobody. Take it from the address, so that it stays in
// no history, and ask for the consultation with it.
"use strict";
(function () {
  function open() {
    var token = location.hash.slice(1);
    if (!token) return;
    history.replaceState(null, "", location.pathname);
    document.getElementById("find").hidden = true;
    document.getElementById("opening").hidden = false;
    var form = document.getElementById("open");
    form.elements.token.value = token;
    form.submit();
  }
  addEventListener("hashchange", open);
  open();
})();
