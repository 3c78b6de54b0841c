using WorkflowGen.Chaos;

// What is asked for: see Arguments.Usage. "worker" is what the other verbs start.
try
{
    return args switch
    {
        ["worker", var store, var folder, var name] => await Worker.RunAsync(store, folder, name),
        ["run", .. var rest] => await Storm.RunAsync(Arguments.Parse(rest)),
        _ => throw new ArgumentException(args is [] ? "Nothing was asked for." : $"'{args[0]}' is not a verb."),
    };
}
catch (ArgumentException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}
catch (NoServerException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 3;
}
