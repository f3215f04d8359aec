namespace Selvedge.Control.Api;

/// <summary>The output of a pod's program cannot be read; the message says why, for people.</summary>
public sealed class PodLogException : Exception
{
    /// <summary>Without a reason.</summary>
    public PodLogException()
        : base("The log cannot be read.")
    {
    }

    /// <summary>With a reason.</summary>
    public PodLogException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and a cause.</summary>
    public PodLogException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
