namespace Selvedge.Console.Hosting;

/// <summary>The pages of the console.</summary>
internal enum PageKind
{
    /// <summary><c>/</c>: what is serviceable where.</summary>
    Overview,

    /// <summary><c>/network</c>: layers 3 and 4.</summary>
    Network,
}
