"""Who may see and do what. The public names of this package live in its modules:

`policy` (the matrix), `actors` (who is asking), `acting` (`acting_as`, `widened`), `queries`
(`visible`, `permits`, `require`), `operations` (`grant`, `revoke`, `restamp`), `rows` (`ACCESS`).
"""
