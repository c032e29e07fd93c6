(function () {
  'use strict';
  var root = document.documentElement;
  root.className += ' js';

  function each(list, act) {
    for (var i = 0; i < list.length; i++) { act(list[i]); }
  }
  function up(node, test) {
    while (node && node !== document) {
      if (test(node)) { return node; }
      node = node.parentNode;
    }
    return null;
  }
  function has(node, name) {
    return (' ' + node.className + ' ').indexOf(' ' + name + ' ') >= 0;
  }

  // a run of several documents is summed up first
  var summary = document.getElementById('summary');
  var main = document.querySelector('main');
  if (summary && summary !== main.firstElementChild) {
    main.insertBefore(summary, main.firstElementChild);
  }
  each(summary ? document.querySelectorAll('.report h1') : [], function (head) {
    var link = document.createElement('a');
    link.className = 'up';
    link.href = '#summary';
    link.textContent = '回到汇总';
    head.parentNode.insertBefore(link, head);
  });
  var title = document.querySelector('h1');
  if (title) { document.title = title.textContent + ' - 勾稽审核报告'; }

  // filters, order and search
  function sectionOf(node) {
    return up(node, function (n) { return has(n, 'report'); });
  }
  function shownIn(section) {
    var out = [];
    each(section.querySelectorAll('.finding'), function (item) {
      if (item.style.display !== 'none') { out.push(item); }
    });
    return out;
  }
  function gap(item) {
    return Math.abs(parseFloat((item.getAttribute('data-gap') || '').replace(/,/g, ''))) || 0;
  }
  function arrange(section, by) {
    var list = section.querySelector('.findings');
    var items = [];
    each(section.querySelectorAll('.finding'), function (item) { items.push(item); });
    items.sort(function (a, b) {
      if (by === 'at') { return a.getAttribute('data-at') - b.getAttribute('data-at'); }
      if (by === 'gap') { return gap(b) - gap(a); }
      return parseInt(a.id.replace(/^.*f/, ''), 10) - parseInt(b.id.replace(/^.*f/, ''), 10);
    });
    each(items, function (item) { list.appendChild(item); });
  }
  function apply(form) {
    var section = sectionOf(form);
    var items = section.querySelectorAll('.finding');
    var words = form.elements.words.value.toLowerCase();
    var shown = 0;
    each(items, function (item) {
      var fits = !words || item.textContent.toLowerCase().indexOf(words) >= 0;
      each(form.querySelectorAll('select'), function (choice) {
        if (choice.name !== 'order' && choice.value && item.getAttribute('data-' + choice.name) !== choice.value) { fits = false; }
      });
      item.style.display = fits ? '' : 'none';
      if (fits) { shown += 1; }
    });
    section.querySelector('.count').textContent = shown === items.length ? shown : shown + ' / ' + items.length;
    section.className = 'report' + (form.elements.ticks.checked ? '' : ' calm') + (form.elements.brief.checked ? ' brief' : '');
    tellPlace(section);
  }

  // from finding to finding
  function tellPlace(section) {
    var list = shownIn(section), at = list.indexOf(section.current);
    var place = section.querySelector('.walk .at');
    if (place) { place.textContent = (at < 0 ? '–' : at + 1) + ' / ' + list.length; }
  }
  function go(section, by) {
    var list = shownIn(section);
    if (!list.length) { return; }
    var at = list.indexOf(section.current) + by;
    if (section.current === undefined && by < 0) { at = list.length - 1; }
    var item = list[(at + list.length) % list.length];
    if (section.current) { section.current.className = section.current.className.replace(' current', ''); }
    section.current = item;
    item.className += ' current';
    var side = up(item, function (n) { return has(n, 'side'); });
    if (side.scrollHeight > side.clientHeight) {
      side.scrollTop += item.getBoundingClientRect().top - side.getBoundingClientRect().top - 90;
      // the figure itself, beside its finding
      var link = item.querySelector('.place a');
      var mark = link && document.getElementById(link.getAttribute('href').slice(1));
      each(document.querySelectorAll('.seen'), function (old) { old.className = old.className.replace(' seen', ''); });
      if (mark) {
        mark.className += ' seen';
        mark.scrollIntoView({ block: 'center' });
      }
    } else {
      item.scrollIntoView();
    }
    tellPlace(section);
  }

  // what was ticked off is kept by this browser, and can be saved
  var store;
  try { store = window.localStorage; } catch (e) { store = null; }
  function kept(id) { try { return store && store.getItem('gouji:' + id); } catch (e) { return null; } }
  function keep(id, on) {
    try {
      if (on) { store.setItem('gouji:' + id, '1'); } else { store.removeItem('gouji:' + id); }
    } catch (e) { /* the tick holds until the page is closed */ }
    if (window.parent !== window) { window.parent.postMessage({ gouji: 'tick', id: id, on: on }, '*'); }
  }
  function tick(item, on) {
    item.className = item.className.replace(' ticked', '') + (on ? ' ticked' : '');
    item.querySelector('.done input').checked = on;
  }
  each(document.querySelectorAll('.finding'), function (item) {
    var id = item.getAttribute('data-id');
    tick(item, !!kept(id));
    item.querySelector('.done input').onchange = function () {
      keep(id, this.checked);
      tick(item, this.checked);
    };
  });
  // inside another page that page keeps what was ticked off, and hands on the keys that it got
  function heard(event) {
    var said = event.source === window.parent && event.data ? event.data.gouji : '';
    if (said === 'ticks') {
      each(document.querySelectorAll('.finding'), function (item) {
        if (event.data.ids.indexOf(item.getAttribute('data-id')) >= 0) { tick(item, true); }
      });
    }
    if (said === 'print') { window.print(); }
    if (said === 'n' || said === 'p') { walk(said); }
  }
  if (window.parent !== window) {
    window.addEventListener('message', heard);
    window.parent.postMessage({ gouji: 'ready' }, '*');
  }
  function save(section) {
    var lines = ['编号,问题'];
    each(section.querySelectorAll('.finding.ticked'), function (item) {
      var words = item.querySelector('.message').textContent.replace(/"/g, '""');
      lines.push(item.getAttribute('data-id') + ',"' + words + '"');
    });
    download('处理记录.csv', lines.join('\r\n') + '\r\n');
  }

  each(document.querySelectorAll('form.filter'), function (form) {
    var section = sectionOf(form);
    each(form.elements, function (field) {
      if (field.tagName !== 'BUTTON') { field.onchange = function () { apply(form); }; }
    });
    form.elements.words.oninput = function () { apply(form); };
    form.elements.order.onchange = function () { arrange(section, this.value); tellPlace(section); };
    form.elements.back.onclick = function () { go(section, -1); };
    form.elements.on.onclick = function () { go(section, 1); };
    form.elements.save.onclick = function () { save(section); };
    form.onsubmit = function () { return false; };
    apply(form);
  });
  document.addEventListener('keydown', function (event) {
    var field = event.target && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (field || event.ctrlKey || event.altKey || event.metaKey) { return; }
    walk(event.key);
  });
  function walk(key) {
    var by = { n: 1, p: -1 }[key];
    if (!by) { return; }
    // of several documents the one that is looked at
    var best = null;
    each(document.querySelectorAll('.report'), function (section) {
      var box = section.getBoundingClientRect();
      if (!best && box.bottom > 0 && section.querySelector('.finding')) { best = section; }
    });
    if (best) { go(best, by); }
  }

  // what a figure was checked against, for fingers too
  var note = document.createElement('div');
  note.id = 'note';
  document.body.appendChild(note);
  function tell(mark) {
    var box = mark.getBoundingClientRect();
    note.textContent = mark.getAttribute('title');
    note.style.display = 'block';
    var left = Math.max(8, Math.min(box.left, root.clientWidth - note.offsetWidth - 8));
    note.style.left = left + (window.pageXOffset || 0) + 'px';
    note.style.top = box.bottom + 4 + (window.pageYOffset || 0) + 'px';
  }
  document.addEventListener('click', function (event) {
    note.style.display = 'none';
    var link = up(event.target, function (n) { return n.tagName === 'A'; });
    if (link && (link.getAttribute('href') || '').charAt(0) === '#') {
      var words = link.getAttribute('data-find');
      var list = words && document.getElementById('documents').parentNode.querySelector('#documents ~ .table table');
      if (list && list.look) { list.look(words); }
      var target = document.getElementById(link.getAttribute('href').slice(1));
      // a finding that a filter hides is shown again
      if (target && target.style.display === 'none') {
        var form = sectionOf(target).querySelector('form.filter');
        each(form.querySelectorAll('select'), function (choice) { choice.value = ''; });
        form.elements.words.value = '';
        apply(form);
      }
      return;
    }
    var mark = up(event.target, function (n) { return has(n, 'f') && n.getAttribute('title'); });
    if (mark) { tell(mark); }
  });

  // an outline beside the document stays open; above it, on a narrow screen, it is folded
  if (root.clientWidth <= 1300) {
    each(document.querySelectorAll('.outline details'), function (fold) { fold.removeAttribute('open'); });
  }

  // tables that can be sorted
  function value(row, column) {
    var cell = row.cells[column];
    return cell ? cell.textContent : '';
  }
  function rowsOf(table) {
    var rows = [];
    each(table.tBodies[0].rows, function (row) { rows.push(row); });
    return rows;
  }
  function find(table, words) {
    each(table.tBodies[0].rows, function (row) {
      row.style.display = row.textContent.toLowerCase().indexOf(words.toLowerCase()) < 0 ? 'none' : '';
    });
  }
  function download(name, text) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['\ufeff' + text], { type: 'text/csv' }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
  }
  function csv(table) {
    var lines = [];
    each(table.rows, function (row) {
      if (row.style.display === 'none') { return; }
      var cells = [];
      each(row.cells, function (cell) {
        var text = cell.textContent.replace(/"/g, '""');
        // a spreadsheet takes a text that begins so for a formula
        cells.push('"' + (/^[=+@-]/.test(text) ? "'" : '') + text + '"');
      });
      lines.push(cells.join(','));
    });
    return lines.join('\r\n') + '\r\n';
  }
  each(document.querySelectorAll('table.sortable'), function (table) {
    var tools = document.createElement('div');
    tools.className = 'tools';
    var field = document.createElement('input');
    field.type = 'search';
    field.placeholder = '筛选：输入单位、文件名等';
    field.setAttribute('aria-label', '筛选');
    field.oninput = function () { find(table, field.value); };
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = '存为 CSV';
    button.onclick = function () { download('勾稽审核汇总.csv', csv(table)); };
    tools.appendChild(field);
    tools.appendChild(button);
    // a short table is looked at as a whole
    if (rowsOf(table).length > 5) { table.parentNode.parentNode.insertBefore(tools, table.parentNode); }
    table.look = function (words) { field.value = words; find(table, words); };
    each(table.tHead.rows[0].cells, function (head) {
      head.tabIndex = 0;
      head.onkeydown = function (event) {
        if (event.key === 'Enter' || event.key === ' ') { head.onclick(); event.preventDefault(); }
      };
    });
    each(table.tHead.rows[0].cells, function (head) {
      head.onclick = function () {
        var column = head.cellIndex;
        var falling = head.getAttribute('data-order') ? head.getAttribute('data-order') === 'up' : has(head, 'n');
        var rows = rowsOf(table);
        rows.sort(function (a, b) {
          var x = value(a, column), y = value(b, column);
          var order = has(head, 'n') ? (parseFloat(x) || 0) - (parseFloat(y) || 0) : x.localeCompare(y, 'zh');
          return falling ? -order : order;
        });
        each(rows, function (row) { table.tBodies[0].appendChild(row); });
        each(table.tHead.rows[0].cells, function (other) { other.removeAttribute('data-order'); });
        head.setAttribute('data-order', falling ? 'down' : 'up');
      };
    });
  });

  // paper has no folds
  if (window.addEventListener) {
    window.addEventListener('beforeprint', function () {
      each(document.querySelectorAll('.finding details, .map'), function (fold) { fold.setAttribute('open', ''); });
    });
  }
}());
