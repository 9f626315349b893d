/* The list of scenes: each row a handle, its name, its seconds; what may be added; how the screen looks. */
(function () {
  "use strict";
  const centre = window.centre, { element } = centre, say = centre.text, it = centre.arrange;
  const button = (className, icon, title) => {
    const node = element("button", className);
    node.type = "button";
    node.append(typeof icon === "string" ? element("i", "icon i-" + icon) : icon);
    node.title = title;
    node.setAttribute("aria-label", title);
    return node;
  };
  function options(select, pairs, value) {
    select.replaceChildren(...pairs.map(([key, text]) => { const one = element("option", "", text); one.value = key; return one; }));
    select.value = value;
    if (select.value !== value && value) { const gone = element("option", "", value); gone.value = value; select.prepend(gone); select.value = value; }
  }
  function areas(select, value) {
    const groups = [["new", say("Địa bàn hiện nay", "Present areas")], ["old", say("Trước 7/2025", "Before 7/2025")]];
    options(select, [["", say("Chọn địa bàn…", "Choose an area…")]], "");
    for (const [tree, words] of groups) {
      const group = element("optgroup", ""), own = it.told.areas.filter((one) => one[2] === tree);
      group.label = words;
      for (const [code, name] of own) { const one = element("option", "", name); one.value = code; group.append(one); }
      if (own.length) select.append(group);
    }
    select.value = value;
  }

  function row(scene, index) {
    const node = element("li", "arrange-row"), n = it.draft.scenes.length;
    node.toggleAttribute("data-chosen", index === it.at);
    const handle = button("arrange-handle", element("span", "arrange-grip"), say(`Cảnh ${index + 1} trên ${n}, ${it.name(scene)}: kéo hoặc bấm phím cách để dời`, `Scene ${index + 1} of ${n}, ${it.name(scene)}: drag, or press space to move`));
    handle.dataset.handle = String(index);
    const name = button("arrange-name", it.icon(scene.kind), say("Xem trước cảnh này", "Preview this scene"));
    name.append(element("span", "", it.name(scene)));
    name.removeAttribute("aria-label");
    name.addEventListener("click", () => it.choose(index));
    const seconds = element("label", "arrange-seconds"), box = element("input", "num");
    Object.assign(box, { type: "number", min: it.told.limits.least, max: it.told.limits.most, step: 5, value: scene.seconds, inputMode: "numeric" });
    box.setAttribute("aria-label", say(`Số giây của cảnh ${index + 1}`, `Seconds of scene ${index + 1}`));
    box.addEventListener("input", () => { scene.seconds = /^\d+$/.test(box.value) ? Number(box.value) : NaN; it.changed({ quiet: true }); });
    seconds.append(box, element("span", "dim", say("giây", "s")));
    const out = button("button quiet square arrange-out", "close", say(`Bỏ cảnh ${index + 1}`, `Remove scene ${index + 1}`));
    out.disabled = n < 2;
    out.addEventListener("click", () => {
      it.draft.scenes.splice(index, 1);
      if (index < it.at) it.at -= 1;
      it.at = Math.max(0, Math.min(it.at, n - 2));
      it.changed();
      it.say(say(`Đã bỏ ${it.name(scene)}`, `${it.name(scene)} removed`));
      const next = it.part("list").querySelectorAll(".arrange-handle")[Math.min(index, n - 2)];
      if (next) next.focus();
    });
    node.append(handle, element("span", "arrange-n num", String(index + 1)), name, seconds, out);
    const more = further(scene);
    if (more) node.append(more);
    return node;
  }
  /* Which area, and what colours the map. */
  function further(scene) {
    if (scene.kind !== "area" && scene.kind !== "city") return null;
    const box = element("div", "arrange-more");
    if (scene.kind === "area") {
      const select = element("select", "select");
      areas(select, scene.area);
      select.setAttribute("aria-label", say("Địa bàn", "Area"));
      select.addEventListener("change", () => { scene.area = select.value; it.changed(); });
      box.append(select);
    }
    const layer = element("select", "select");
    options(layer, [["", say("Tô màu theo chỉ số đầu tiên", "Coloured by the first indicator")], ...it.told.layers], scene.layer);
    layer.setAttribute("aria-label", say("Tô màu theo", "Coloured by"));
    layer.addEventListener("change", () => { scene.layer = layer.value; it.changed({ quiet: true }); });
    box.append(layer);
    return box;
  }
  it.list = () => {
    const place = it.part("list"), focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement.dataset.handle : undefined;
    place.replaceChildren(...it.draft.scenes.map(row));
    if (focused !== undefined) { const again = place.querySelector(`[data-handle="${it.at}"]`); if (again) again.focus(); }
    for (const add of it.part("add").querySelectorAll("button")) add.disabled = it.draft.scenes.length >= it.told.limits.scenes;
  };
  it.adding = () => {
    it.part("add").replaceChildren(...it.told.kinds.map(([kind, words]) => {
      const node = button("button", it.icon(kind), say(`Thêm: ${words}`, `Add: ${words}`));
      node.append(element("span", "", words));
      node.addEventListener("click", () => {
        const after = it.at + 1;
        it.draft.scenes.splice(after, 0, { kind, seconds: 20, area: "", layer: "" });
        it.at = after;
        it.changed();
        it.say(say(`Đã thêm ${words}, vị trí ${after + 1}`, `${words} added, place ${after + 1}`));
        const select = it.part("list").children[after].querySelector("select");
        if (kind === "area" && select) select.focus();
      });
      return node;
    }));
  };

  function toggle(key, words, about) {
    const node = element("label", "arrange-switch"), box = element("input", ""), text = element("span", "");
    box.type = "checkbox";
    box.name = key;
    box.checked = it.draft[key];
    box.addEventListener("change", () => { it.draft[key] = box.checked; it.changed({ quiet: true }); });
    text.append(element("b", "", words), element("span", "dim", about));
    node.append(box, text);
    return node;
  }
  function choice(key, words, pairs) {
    const node = element("div", "arrange-choice"), group = element("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words);
    for (const [value, text] of pairs) {
      const one = element("button", "choice", text);
      one.type = "button";
      one.setAttribute("aria-pressed", String(it.draft[key] === value));
      one.addEventListener("click", () => {
        it.draft[key] = value;
        for (const other of group.children) other.setAttribute("aria-pressed", String(other === one));
        it.changed({ quiet: true });
      });
      group.append(one);
    }
    node.append(element("span", "arrange-label", words), group);
    return node;
  }
  it.looks = () => {
    const hold = element("label", "arrange-choice"), box = element("input", "num");
    Object.assign(box, { type: "number", min: it.told.limits.least, max: it.told.limits.most, step: 10, value: it.draft.hold_s, inputMode: "numeric", name: "hold_s" });
    box.addEventListener("change", () => { it.draft.hold_s = Math.max(it.told.limits.least, Math.min(it.told.limits.most, Math.round(Number(box.value)) || 120)); box.value = it.draft.hold_s; it.changed({ quiet: true }); });
    const seconds = element("span", "arrange-seconds");
    seconds.append(box, element("span", "dim", say("giây", "s")));
    hold.append(element("span", "arrange-label", say("Sự cố nghiêm trọng mới giữ màn hình", "A new critical incident holds the screen for")), seconds);
    it.part("looks").replaceChildren(
      toggle("only_issues", say("Chỉ hiện sự cố", "Only incidents"), say("bản đồ ẩn trường bình thường", "maps hide healthy schools")),
      toggle("visitors", say("Có khách xem", "Visitors stand before it"), say("không gửi tên và số điện thoại của ai đến màn hình này", "no names and no phones are sent to this screen")),
      choice("theme", say("Nền", "Ground"), it.told.themes), choice("palette", say("Bảng màu", "Palette"), it.told.palettes), hold);
  };
})();
