// The list of calls is looked at again when something falls due, and when it goes out of sight.
// Never under somebody's hands: where something was typed, the page stays.
(function () {
  "use strict";

  var me = document.currentScript;
  var at = Date.now() + Number(me.dataset.after) * 1000;
  var typed = false;

  document.addEventListener("input", function () { typed = true; });

  function look() {
    if (!typed && Date.now() >= at) window.location.replace(me.dataset.to);
  }

  // By the clock, not by one long timer: a computer that slept wakes up late.
  window.setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
})();
