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
  if (summary && summary !== document.body.firstElementChild) {
    document.body.insertBefore(summary, document.body.firstElementChild);
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

  // filters
  function apply(form) {
    var section = up(form, function (n) { return has(n, 'report'); });
    var items = section.querySelectorAll('.finding');
    var shown = 0;
    each(items, function (item) {
      var fits = true;
      each(form.querySelectorAll('select'), function (choice) {
        if (choice.value && item.getAttribute('data-' + choice.name) !== choice.value) { fits = false; }
      });
      item.style.display = fits ? '' : 'none';
      if (fits) { shown += 1; }
    });
    section.querySelector('.count').textContent = shown === items.length ? shown : shown + ' / ' + items.length;
    section.className = form.elements.ticks.checked ? 'report' : 'report calm';
  }
  each(document.querySelectorAll('form.filter'), function (form) {
    each(form.elements, function (field) {
      field.onchange = function () { apply(form); };
    });
    form.onsubmit = function () { return false; };
    apply(form);
  });

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
      var target = document.getElementById(link.getAttribute('href').slice(1));
      // a finding that a filter hides is shown again
      if (target && target.style.display === 'none') {
        var section = up(target, function (n) { return has(n, 'report'); });
        var form = section.querySelector('form.filter');
        each(form.querySelectorAll('select'), function (choice) { choice.value = ''; });
        apply(form);
      }
      return;
    }
    var mark = up(event.target, function (n) { return has(n, 'f') && n.getAttribute('title'); });
    if (mark) { tell(mark); }
  });

  // tables that can be sorted
  function value(row, column) {
    var cell = row.cells[column];
    return cell ? cell.textContent : '';
  }
  each(document.querySelectorAll('table.sortable'), function (table) {
    each(table.tHead.rows[0].cells, function (head) {
      head.onclick = function () {
        var column = head.cellIndex;
        var falling = head.getAttribute('data-order') ? head.getAttribute('data-order') === 'up' : has(head, 'n');
        var rows = [];
        each(table.tBodies[0].rows, function (row) { rows.push(row); });
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
      each(document.querySelectorAll('.finding details'), function (fold) { fold.setAttribute('open', ''); });
    });
  }
}());
