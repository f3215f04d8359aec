namespace Selvedge.Edge.Tests.Workloads.Runtimes;

public sealed class ProcessRuntimeTests() : ContainerRuntimeContract("process");
