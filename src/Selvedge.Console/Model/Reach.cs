namespace Selvedge.Console.Model;

/// <summary>How a prefix stands at a location: what it is to be there, beside what neighbours are told.</summary>
internal enum Reach
{
    /// <summary>Nothing is decided for this place.</summary>
    Absent,

    /// <summary>It is to be announced, and neighbours of every node that announces it are told.</summary>
    Announced,

    /// <summary>It is to be announced, and no neighbour is told of it: trouble.</summary>
    Untold,

    /// <summary>It is to be announced; some nodes tell their neighbours, others reach none.</summary>
    Partly,

    /// <summary>It is taken back gently: neighbours prefer other paths.</summary>
    Draining,

    /// <summary>It is not to be announced, and nobody is told of it.</summary>
    Withdrawn,

    /// <summary>It is not to be announced, and neighbours are still told of it: trouble.</summary>
    StillTold,

    /// <summary>It may not be announced here.</summary>
    Refused,

    /// <summary>No node says anything of it.</summary>
    Unknown,
}
