using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace WorkflowGen.Storage.Sqlite;

/// <summary>
/// Chooses the SQLite that is loaded: the system's where there is one and it is newer than the one in the package, else the latter. Happens before the first connection of this library; an application
/// that has initialised SQLitePCLRaw by then (by opening a connection, for one), or resolves the library itself, keeps its choice.
/// </summary>
internal static class SqliteNativeLibrary
{
    /// <summary>3.35.5, the version in SQLitePCLRaw.bundle_e_sqlite3 2.0.6.</summary>
    private const int Bundled = 3_035_005;

    private static readonly Lazy<bool> Loaded = new(Load);

    public static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        // Each function is resolved at its first call: a resolver that comes after the first would bind the others to another SQLite, and the process would die of the mixture.
        if (IsInitialised())
            return true;
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // The application has set one of its own.
        }

        Batteries_V2.Init();
        return true;
    }

    private static bool IsInitialised()
    {
        try
        {
            return raw.sqlite3_libversion_number() > 0;
        }
        catch (Exception e) when (e is not (DllNotFoundException or EntryPointNotFoundException))
        {
            // SQLitePCLRaw says it with an exception of no type of its own, before it calls anything.
            return false;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string? system = name != "e_sqlite3" ? null : OperatingSystem.IsLinux() ? "libsqlite3.so.0" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : null;
        if (system is null || !NativeLibrary.TryLoad(system, out nint library))
            return 0;
        if (IsNewerAndThreadSafe(library))
            return library;
        NativeLibrary.Free(library);
        return 0;
    }

    private static bool IsNewerAndThreadSafe(nint library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out nint version)
        && NativeLibrary.TryGetExport(library, "sqlite3_threadsafe", out nint threadSafe)
        && Marshal.GetDelegateForFunctionPointer<GetNumber>(version)() > Bundled
        && Marshal.GetDelegateForFunctionPointer<GetNumber>(threadSafe)() != 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetNumber();
}
