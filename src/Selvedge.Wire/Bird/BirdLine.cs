namespace Selvedge.Wire.Bird;

/// <summary>One line of an answer.</summary>
/// <param name="Code">Four digits: 0xxx done, 1xxx a row of a table, 2xxx its head, 8xxx it failed, 9xxx it was not
/// understood.</param>
/// <param name="Text">Without the code.</param>
public readonly record struct BirdLine(int Code, string Text);
