// What every page may use with a script on; nothing is needed without one.
document.documentElement.classList.remove("plain");
