/** What the tests of this module share: the citation of rules, and small fakes. */
package io.atoms.testing;
